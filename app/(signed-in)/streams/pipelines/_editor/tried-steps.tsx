'use client'

import table from '#app/_ui/table.module.css'
import { took } from '#app/_ui/time.ts'
import css from '#app/(signed-in)/streams/pipelines/_editor/try.module.css'
import type { Tried, TriedStep } from '#lib/streams/pipelines/trial/run.ts'

/** What each handler did with the events, and what it would bring about. */
export function TriedSteps({ tried: { error, steps } }: { tried: Tried }) {
  return (
    <div data-testid="tried" aria-live="polite">
      {error && (
        <p role="alert" className={css.problem}>
          {error}
        </p>
      )}
      <table className={table.table}>
        <thead>
          <tr>
            <th>Handler</th>
            <th className="num">Events</th>
            <th>What it would bring about</th>
            <th className="num">Took</th>
          </tr>
        </thead>
        <tbody>
          {steps.map((step, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a step is known by its place
            <tr key={at} className={css.step}>
              <td>
                <b>{at + 1}</b> {step.name}
                <div className={css.outcome} data-outcome={step.outcome}>
                  {OUTCOMES[step.outcome]}
                </div>
              </td>
              <td className="num">{step.outcome === 'skipped' ? '–' : passed(step)}</td>
              <td>
                <Brought step={step} />
              </td>
              <td className="num dim">{step.outcome === 'skipped' ? '' : took(step.durationMs)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

const OUTCOMES: Record<TriedStep['outcome'], string> = {
  done: '✓ went well',
  failed: '✕ failed',
  skipped: 'not run',
}

const passed = ({ taken, given }: TriedStep) =>
  taken === given ? String(taken) : `${taken} → ${given}`

function Brought({ step }: { step: TriedStep }) {
  const { added, dropped, log, effects, counts } = step
  const lists: [title: string, items: unknown[], count: number][] = [
    [added.length === 1 ? 'event added' : 'events added', added, added.length],
    [dropped.length === 1 ? 'event kept back' : 'events kept back', dropped, dropped.length],
    ...Object.entries(counts).map(([kind, count]): [string, unknown[], number] => [
      WORDS[kind]?.[count === 1 ? 0 : 1] ?? kind,
      effects[kind as keyof typeof effects],
      count,
    ]),
  ]
  const said = lists.filter(([, , count]) => count > 0)
  if (said.length === 0 && log.length === 0) return <span className="dim">nothing</span>
  return (
    <>
      {log.map(({ level, message }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line is known by its place
        <div key={at} className={css.line} data-level={level}>
          {message}
        </div>
      ))}
      {said.map(([title, items, count]) => (
        <details key={title} className={css.list} open={count === 1}>
          <summary>
            {count} {title}
          </summary>
          <pre className={css.items}>
            {items.map(item => JSON.stringify(item, null, 2)).join('\n')}
          </pre>
        </details>
      ))}
    </>
  )
}

const WORDS: Record<string, [one: string, several: string]> = {
  events: ['new event', 'new events'],
  metrics: ['update of a metric', 'updates of metrics'],
  errors: ['error', 'errors'],
  notices: ['message to alerts', 'messages to alerts'],
  posts: ['request', 'requests'],
  runs: ['run of a monitor', 'runs of monitors'],
}
