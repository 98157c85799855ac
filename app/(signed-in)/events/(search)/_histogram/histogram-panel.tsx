import { Skeleton } from '@mantine/core'
import { seriesColor } from '#app/_ui/chart/colors.ts'
import type { Layer } from '#app/_ui/chart/stacking.ts'
import { Choice } from '#app/_ui/choice.tsx'
import { Late } from '#app/_ui/late.tsx'
import { formatNumber } from '#app/_ui/number.ts'
import { Panel } from '#app/_ui/panel.tsx'
import type { Query } from '#app/_ui/query.ts'
import { EventsChart } from '#app/(signed-in)/events/(search)/_histogram/events-chart.tsx'
import { narrowedHref } from '#app/(signed-in)/events/(search)/narrowed-href.ts'
import { shareInWords } from '#app/(signed-in)/events/(search)/share-in-words.ts'
import { valueInWords } from '#app/(signed-in)/events/(search)/value-in-words.ts'
import type { View } from '#app/(signed-in)/events/(search)/view.ts'
import { Problem } from '#app/(signed-in)/explore/_chart/problem.tsx'
import { reading } from '#app/(signed-in)/explore/_chart/reading.ts'
import { histogramOf } from '#lib/events/histogram/data.ts'
import type { Question } from '#lib/events/question.ts'

const CHART_PX = 128
const LEGEND_PX = 24
const LAYERS = 5

interface Props {
  view: View
  question: Question
  hrefOf: (changes: Query) => string
}

/** How many events ended when; dragging over a part goes there. */
export async function HistogramPanel({ view, question, hrefOf }: Props) {
  const by = view.by ?? undefined
  const { drawn, problem } = await reading(histogramOf(question, { by, most: LAYERS }))
  if (!drawn)
    return (
      <Panel>
        <Problem height={CHART_PX}>{problem}</Problem>
      </Panel>
    )
  const layers = drawn.lines.map(
    ({ value, counts }, i): Layer => ({
      key: JSON.stringify(value) ?? '',
      name: by === undefined ? 'events' : valueInWords(value),
      color: seriesColor(i),
      counts,
      ...(by !== undefined && narrowedHref(view, hrefOf, { key: by, value })),
    }),
  )
  const hasOthers = drawn.others.some(count => count > 0)
  const others: Layer = {
    key: 'others',
    name: 'others',
    color: seriesColor(LAYERS),
    counts: drawn.others,
  }
  const all = hasOthers ? [...layers, others] : layers
  const total = all.reduce((sum, { counts }) => sum + counts.reduce((a, b) => a + b, 0), 0)

  return (
    <Panel
      title={
        <>
          {formatNumber(total)} {total === 1 ? 'event' : 'events'}
          {drawn.share < 1 && <span className="dim">{shareInWords(drawn.share)}</span>}
        </>
      }
      actions={<Divided view={view} />}
    >
      <EventsChart
        stack={{
          from: view.range.from.getTime(),
          to: Math.max(
            view.range.to.getTime(),
            (drawn.times.at(-1) ?? 0) + drawn.sliceSeconds * 1000,
          ),
          sliceMs: drawn.sliceSeconds * 1000,
          times: drawn.times,
          layers: all,
        }}
        height={CHART_PX}
      />
    </Panel>
  )
}

/** What the bars are divided by. */
function Divided({ view: { by, columns, facets } }: { view: View }) {
  const keys = new Set(['type', 'host', ...(by ? [by] : []), ...columns, ...(facets ?? [])])
  return (
    <Choice
      name="by"
      label="Divided by"
      options={[
        ...[...keys].map(key => ({ value: key, label: `by ${key}` })),
        { value: 'none', label: 'undivided' },
      ]}
      value={by ?? 'none'}
      width={168}
    />
  )
}

/** Takes the same room. */
export const HistogramLoading = () => (
  <Panel title=" ">
    <Late>
      <Skeleton height={CHART_PX + LEGEND_PX} />
    </Late>
  </Panel>
)
