import Link from 'next/link'
import { formatNumber } from '#app/_ui/number.ts'
import { Panel } from '#app/_ui/panel.tsx'
import { RelativeTime } from '#app/_ui/times.tsx'
import { Value } from '#app/_ui/value.tsx'
import { CallList } from '#app/(signed-in)/monitors/[id]/_run/calls.tsx'
import { verdictOf } from '#app/(signed-in)/monitors/[id]/_run/verdict.ts'
import css from '#app/(signed-in)/monitors/[id]/(monitor)/monitor.module.css'
import type { Monitor } from '#lib/monitors/data.ts'
import { decidingRun, type Run } from '#lib/monitors/history/data.ts'

const CALLS_SHOWN = 5

/** The run that made the state what it is: what it said, what it read, what it returned. */
export async function WhyPanel({ monitor }: { monitor: Monitor }) {
  const run = await decidingRun(monitor.id)
  if (!run)
    return (
      <Panel>
        <h2 className={css.label}>Why it is {monitor.state}</h2>
        It has not run yet.
      </Panel>
    )

  const address = `/monitors/${monitor.id}/runs/${run.id}`
  return (
    <Panel>
      <div className={css.why}>
        <section>
          <h2 className={css.label}>Why it is in {monitor.state}</h2>
          <Verdict run={run} />
          {monitor.message !== run.message && <p>The last run said: {monitor.message}</p>}
          <p>
            <Link href={address}>The whole run</Link>,{' '}
            <RelativeTime at={run.startedAt ?? run.plannedAt} className="dim" />
          </p>
        </section>
        {run.calls.length > 0 && (
          <section>
            <h2 className={css.label}>What it read</h2>
            <CallList calls={run.calls.slice(0, CALLS_SHOWN)} />
            {run.calls.length > CALLS_SHOWN && (
              <Link href={address}>{run.calls.length - CALLS_SHOWN} more calls</Link>
            )}
          </section>
        )}
        <section>
          <h2 className={css.label}>What it returned</h2>
          <Value value={run.value} unit={monitor.unit} />
          {Object.entries(run.series).map(([name, number]) => (
            <div key={name} className="mono cut">
              {name} {formatNumber(number)}
            </div>
          ))}
        </section>
      </div>
    </Panel>
  )
}

function Verdict({ run }: { run: Run }) {
  const { how, message } = verdictOf(run)
  return (
    <p>
      {how} <b className={css.message}>{message}</b>
    </p>
  )
}
