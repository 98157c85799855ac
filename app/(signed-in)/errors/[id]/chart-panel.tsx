import { Skeleton } from '@mantine/core'
import { requireReach } from '#app/_server/reach.ts'
import type { Stack } from '#app/_ui/chart/stacking.ts'
import { Late } from '#app/_ui/late.tsx'
import { formatNumber } from '#app/_ui/number.ts'
import { Panel } from '#app/_ui/panel.tsx'
import { PanelMenu } from '#app/_ui/panel-menu/panel-menu.tsx'
import { type Query, withQuery } from '#app/_ui/query.ts'
import { rangeInWords } from '#app/_ui/range/range.ts'
import { ErrorsChart } from '#app/(signed-in)/errors/_time/errors-chart.tsx'
import { stackOf } from '#app/(signed-in)/errors/_time/stack.ts'
import type { Time } from '#app/(signed-in)/errors/_time/time.ts'
import { RangeSegments, SliceChoice } from '#app/(signed-in)/errors/_time/time-choice.tsx'
import type { SignatureDetail } from '#lib/errors/detail/data.ts'
import { timeseriesOf } from '#lib/errors/timeseries/data.ts'

const CHART_HEIGHT = 208

interface Props {
  signature: SignatureDetail
  time: Time
  query: Query
}

/** How often it came, over time. */
export async function ChartPanel({ signature: { id, name }, time, query }: Props) {
  const { from, to, slice } = time
  const reach = await requireReach('errors:read')
  const series = await timeseriesOf({ reach, id, slice, range: { from, to } })
  return (
    <Panel
      title={
        <>
          {formatNumber(series.total.count)}
          <span className="dim">in the {rangeInWords(time)}</span>
        </>
      }
      actions={
        <>
          <SliceChoice time={time} />
          <RangeSegments
            time={time}
            hrefOf={changes => withQuery(`/errors/${id}`, query, changes)}
          />
          <PanelMenu panel={{ kind: 'errors', title: name.slice(0, 100), q: '', signature: id }} />
        </>
      }
    >
      <ErrorsChart stack={unlinked(stackOf(series, time))} legend={false} />
    </Panel>
  )
}

/** A click on a bar would lead to where one is. */
const unlinked = ({ layers, ...stack }: Stack): Stack => ({
  ...stack,
  layers: layers.map(({ href, ...layer }) => layer),
})

/** Takes the same room. */
export const ChartLoading = () => (
  <Panel title=" ">
    <Late>
      <Skeleton height={CHART_HEIGHT} />
    </Late>
  </Panel>
)
