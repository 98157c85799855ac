import { Skeleton } from '@mantine/core'
import { Late } from '#app/_ui/late.tsx'
import { Panel } from '#app/_ui/panel.tsx'
import { ErrorsChart } from '#app/(signed-in)/errors/_time/errors-chart.tsx'
import { stackOf } from '#app/(signed-in)/errors/_time/stack.ts'
import type { Time } from '#app/(signed-in)/errors/_time/time.ts'
import type { Timeseries } from '#lib/errors/timeseries/data.ts'

const CHART_HEIGHT = 208

export const ChartPanel = ({ series, time }: { series: Timeseries; time: Time }) => (
  <Panel>
    <ErrorsChart stack={stackOf(series, time)} legend />
  </Panel>
)

/** Takes the same room. */
export const ChartLoading = () => (
  <Panel>
    <Late>
      <Skeleton height={CHART_HEIGHT + 24} />
    </Late>
  </Panel>
)
