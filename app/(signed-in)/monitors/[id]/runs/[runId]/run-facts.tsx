import Link from 'next/link'
import type { ReactNode } from 'react'
import { Panel } from '#app/_ui/panel.tsx'
import { took } from '#app/_ui/time.ts'
import { ExactTime } from '#app/_ui/times.tsx'
import { verdictOf } from '#app/(signed-in)/monitors/[id]/_run/verdict.ts'
import css from '#app/(signed-in)/monitors/[id]/runs/[runId]/run.module.css'
import type { Run } from '#lib/monitors/history/data.ts'
import { findVersion } from '#lib/monitors/versions/data.ts'

/** Why the run came to its state, when it was planned, when it ran and what ran. */
export function RunFacts({ run }: { run: Run }) {
  const { plannedAt, startedAt, durationMs, version, monitorId, manual, stream, state } = run
  const { how, message } = verdictOf(run)
  return (
    <Panel>
      <dl className={css.facts}>
        <Fact name={state ? `Why it is in ${state}` : 'What became of it'} wide>
          {state ? how : OUTCOMES[run.status]} <b className={css.message}>{message}</b>
          <ScriptLine run={run} />
        </Fact>
        <Fact name={manual ? 'Asked for' : 'Planned'}>
          <ExactTime at={plannedAt} />
          {manual && stream === null && <span className="dim"> · by hand</span>}
        </Fact>
        {stream !== null && (
          <Fact name="Stream">
            <Link href={`/streams/${stream}`}>{stream}</Link>
          </Fact>
        )}
        {startedAt && (
          <Fact name="Started">
            <ExactTime at={startedAt} />
            <span className="dim"> · {lateness(startedAt.getTime() - plannedAt.getTime())}</span>
          </Fact>
        )}
        {durationMs !== null && <Fact name="Took">{took(durationMs)}</Fact>}
        {version !== null && (
          <Fact name="Script">
            <Link href={`/monitors/${monitorId}/versions/${version}`}>Version {version}</Link>
          </Fact>
        )}
      </dl>
    </Panel>
  )
}

/** The line of the script that decided. */
async function ScriptLine({ run: { monitorId, version, line } }: { run: Run }) {
  if (version === null || line === null) return null
  const saved = await findVersion(monitorId, version)
  const text = saved?.content.script.split('\n')[line - 1]
  if (!text) return null
  return (
    <code className={`${css.line} mono`}>
      <span>{line}</span>
      {text}
    </code>
  )
}

const OUTCOMES: Record<Run['status'], string> = {
  queued: 'It waits for its turn.',
  running: 'It runs right now.',
  done: 'Done.',
  missed: 'Nothing ran at its time, and the monitor only notes what it missed.',
  skipped: 'The run before it was still going.',
}

const lateness = (ms: number) => (ms < 1000 ? 'on time' : `${took(ms)} late`)

function Fact({ name, wide, children }: { name: string; wide?: boolean; children: ReactNode }) {
  return (
    <div className={wide ? css.wide : undefined}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
