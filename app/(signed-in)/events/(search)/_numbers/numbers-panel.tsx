import { Skeleton } from '@mantine/core'
import { Late } from '#app/_ui/late.tsx'
import { Panel } from '#app/_ui/panel.tsx'
import type { Query } from '#app/_ui/query.ts'
import { columnsOf } from '#app/(signed-in)/events/(search)/_numbers/columns.ts'
import { MeasureChoice } from '#app/(signed-in)/events/(search)/_numbers/measure-choice.tsx'
import { NumbersChart } from '#app/(signed-in)/events/(search)/_numbers/numbers-chart.tsx'
import { NumbersTable } from '#app/(signed-in)/events/(search)/_numbers/numbers-table.tsx'
import { shareInWords } from '#app/(signed-in)/events/(search)/share-in-words.ts'
import { valueInWords } from '#app/(signed-in)/events/(search)/value-in-words.ts'
import type { View } from '#app/(signed-in)/events/(search)/view.ts'
import { Problem } from '#app/(signed-in)/explore/_chart/problem.tsx'
import { reading } from '#app/(signed-in)/explore/_chart/reading.ts'
import { readColumns } from '#lib/events/aggregate/columns.ts'
import { aggregateOf } from '#lib/events/aggregate/data.ts'
import { sliceFor } from '#lib/events/histogram/slices.ts'
import type { Question } from '#lib/events/question.ts'

const CHART_PX = 240
const SLICES = 240
const MOST = 20
/** More are not told apart in a row of names. */
const MOST_DRAWN = 8

interface Props {
  view: View
  question: Question
  among: Record<string, string>
  hrefOf: (changes: Query) => string
}

/** Numbers of the events that fit, over time and by the values of a trait. */
export async function NumbersPanel({ view, question, among, hrefOf }: Props) {
  const names = columnsOf(view)
  const sliceSeconds = sliceFor(question, SLICES)
  const { drawn, problem } = await reading(
    aggregateOf(question, {
      columns: readColumns(names.join(',')),
      by: view.group,
      sliceSeconds,
      most: MOST,
    }),
  )
  return (
    <>
      <Panel
        title={
          <>
            {names[0]}
            {view.group && <span className="dim">by {view.group}</span>}
            {drawn && drawn.share < 1 && <span className="dim">{shareInWords(drawn.share)}</span>}
          </>
        }
        actions={<MeasureChoice view={view} among={among} />}
      >
        {drawn ? (
          <NumbersChart
            from={view.range.from.getTime()}
            to={view.range.to.getTime()}
            times={drawn.times}
            isCounted={
              view.measure === 'count' || view.measure === 'rate' || view.measure === 'sum'
            }
            lines={drawn.rows.slice(0, MOST_DRAWN).map(({ value, over }) => ({
              name: view.group ? valueInWords(value) : (names[0] ?? ''),
              values: over.map(numbers => numbers?.[0] ?? null),
            }))}
            height={CHART_PX}
          />
        ) : (
          <Problem height={CHART_PX}>{problem}</Problem>
        )}
      </Panel>
      {drawn && <NumbersTable names={names} found={drawn} view={view} hrefOf={hrefOf} />}
    </>
  )
}

/** Takes the same room. */
export const NumbersLoading = () => (
  <Panel title=" ">
    <Late>
      <Skeleton height={CHART_PX} />
    </Late>
  </Panel>
)
