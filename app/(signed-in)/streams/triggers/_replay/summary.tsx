import { Alert } from '@mantine/core'
import { ExactTime } from '#app/_ui/times.tsx'
import css from '#app/(signed-in)/streams/triggers/_replay/replay.module.css'
import type { Replay } from '#lib/streams/replay/result.ts'

const COUNTS = {
  opened: 'opened',
  fired: 'fired',
  expired: 'expired',
  active: 'still open',
} as const

/** What it came to, in numbers. */
export function Summary({ replay }: { replay: Replay }) {
  const { from, to, missing, stopped, events, others } = replay
  return (
    <>
      <div className={css.counts}>
        {Object.entries(COUNTS).map(([name, label]) => (
          <span key={name}>
            <b>{replay[name as keyof typeof COUNTS].toLocaleString('en')}</b> {label}
          </span>
        ))}
        <span className={css.read}>
          {events.taken.toLocaleString('en')} of {events.read.toLocaleString('en')} events of its
          types taken{others && `, ${others.count.toLocaleString('en')} of other types`} ·{' '}
          <ExactTime at={from} /> to <ExactTime at={to} />
        </span>
      </div>
      {[missing, stopped].map(
        told =>
          told && (
            <Alert key={told} color="orange" className={css.alert}>
              {told}
            </Alert>
          ),
      )}
    </>
  )
}
