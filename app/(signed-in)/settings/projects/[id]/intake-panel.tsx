import { StackChart } from '#app/_ui/chart/stack-chart.tsx'
import type { Stack } from '#app/_ui/chart/stacking.ts'
import { formatNumber } from '#app/_ui/number.ts'
import { Panel } from '#app/_ui/panel.tsx'
import { type Query, withQuery } from '#app/_ui/query.ts'
import { Segments } from '#app/_ui/segments.tsx'
import stacked from '#app/_ui/stacked.module.css'
import table from '#app/_ui/table.module.css'
import { RelativeTime } from '#app/_ui/times.tsx'
import css from '#app/(signed-in)/settings/projects/[id]/project.module.css'
import { SPANS, type Span } from '#app/(signed-in)/settings/projects/[id]/span.ts'
import { outcomeInWords } from '#app/(signed-in)/settings/projects/words.ts'
import { type IntakeView, TAKEN } from '#lib/projects/intake/schema.ts'

interface Props {
  intake: IntakeView
  span: Span
  query: Query
  path: string
}

const CHART_HEIGHT = 120

/** What came in and what was dropped, over time, by input and reason. */
export function IntakePanel({ intake, span, query, path }: Props) {
  const spans = SPANS.map(({ id, label }) => ({
    href: withQuery(path, query, { span: id === 'hour' ? undefined : id }),
    content: label,
    current: id === span.id,
  }))
  return (
    <Panel flush title="What came in" actions={<Segments label="Time shown" segments={spans} />}>
      {intake.inputs.length === 0 ? (
        <p className={css.quiet}>
          Nothing came in during the last {span.label.toLowerCase()}. The lines above send a first
          error, event or number.
        </p>
      ) : (
        <>
          <div className={css.chart}>
            <StackChart stack={stackOf(intake)} label="Messages" height={CHART_HEIGHT} />
          </div>
          <Inputs inputs={intake.inputs} />
        </>
      )}
    </Panel>
  )
}

function Inputs({ inputs }: { inputs: IntakeView['inputs'] }) {
  return (
    <table className={`${table.table} ${stacked.stacked}`}>
      <thead>
        <tr>
          <th>Input</th>
          <th>What became of it</th>
          <th className="num">Messages</th>
          <th className="num">Last</th>
        </tr>
      </thead>
      <tbody>
        {inputs.map(({ input, outcome, count, lastAt }) => (
          <tr key={`${input} ${outcome}`}>
            <td className={css.input}>{input}</td>
            <td className={css.outcome} data-dropped={!TAKEN.includes(outcome)}>
              {outcomeInWords(outcome)}
            </td>
            <td className="num">{formatNumber(count)}</td>
            <td className="num dim">
              <RelativeTime at={lastAt} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const stackOf = ({ from, to, bucketMs, times, taken, dropped }: IntakeView): Stack => ({
  from: Date.parse(from),
  to: Date.parse(to),
  sliceMs: bucketMs,
  times,
  layers: [
    { key: 'taken', name: 'taken', color: '--series-1', counts: taken },
    { key: 'dropped', name: 'dropped', color: '--error', counts: dropped },
  ],
})
