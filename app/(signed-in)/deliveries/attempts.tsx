import { took } from '#app/_ui/time.ts'
import { ClockTime } from '#app/_ui/times.tsx'
import css from '#app/(signed-in)/deliveries/deliveries.module.css'
import type { DeliveryView } from '#lib/alerting/schema.ts'

/** Every attempt of a delivery, and what becomes of it. */
export function Attempts({ delivery }: { delivery: DeliveryView }) {
  const { log, attempts, uid, transition, notice } = delivery
  return (
    <div className={css.attempts}>
      <p>{(transition ?? notice)?.message}</p>
      <AttemptList attempts={attempts} log={log} />
      <p className="dim">
        {outcome(delivery)} Its id at the receiver is <code className="mono">{uid}</code>.
      </p>
    </div>
  )
}

/** The attempts that are kept, of so many in all. */
export function AttemptList({ attempts, log }: Pick<DeliveryView, 'attempts' | 'log'>) {
  if (log.length === 0) return <p className="dim">No attempt yet.</p>
  return (
    <ol>
      {log.map((attempt, index) => (
        <li key={attempt.at} data-ok={attempt.ok}>
          <span className="dim num">{attempts - log.length + index + 1}.</span>
          <ClockTime at={attempt.at} className="num" />
          <span className="num dim">{took(attempt.durationMs)}</span>
          <span className={css.answer}>{attempt.status}</span>
          <span>{attempt.error}</span>
        </li>
      ))}
    </ol>
  )
}

function outcome({ status, supersededBy, lastError, log }: DeliveryView): string {
  if (status === 'superseded')
    return `Replaced by delivery ${supersededBy}, before it could be sent.`
  // What ended it without an attempt, such as an alert that was switched off.
  if (status === 'dead' && lastError && log.at(-1)?.error !== lastError)
    return `Given up: ${lastError}.`
  if (status === 'dead') return 'Given up.'
  return ''
}
