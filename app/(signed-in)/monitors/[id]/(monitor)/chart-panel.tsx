import { Skeleton } from '@mantine/core'
import { Late } from '#app/_ui/late.tsx'
import { Panel } from '#app/_ui/panel.tsx'
import { PanelMenu } from '#app/_ui/panel-menu/panel-menu.tsx'
import { type Query, withQuery } from '#app/_ui/query.ts'
import { Segments } from '#app/_ui/segments.tsx'
import { ClockTime } from '#app/_ui/times.tsx'
import { Value } from '#app/_ui/value.tsx'
import { MonitorChart } from '#app/(signed-in)/monitors/[id]/(monitor)/monitor-chart.tsx'
import { RANGES, rangeOf } from '#app/(signed-in)/monitors/[id]/(monitor)/view.ts'
import type { Monitor } from '#lib/monitors/data.ts'
import { seriesOf, statesBetween } from '#lib/monitors/series/data.ts'

const CHART_HEIGHT = 240

/** The values over time, with the states behind them. */
export async function ChartPanel({ monitor, query }: { monitor: Monitor; query: Query }) {
  const { id, name, schedule, timezone, unit, value } = monitor
  const range = rangeOf(query, schedule, timezone, new Date())
  const [series, { bands, changes }] = await Promise.all([
    seriesOf(id, range.from, range.to),
    statesBetween(id, range.from, range.to),
  ])
  const none = { from: undefined, to: undefined }
  const segments = RANGES.map(({ key, label }) => ({
    href: withQuery(`/monitors/${id}`, query, { ...none, range: key }),
    content: label,
    current: range.key === key,
  }))

  return (
    <Panel
      title={
        <>
          Value
          {value !== null && (
            <span className="dim">
              now{' '}
              <b>
                <Value value={value} unit={unit} />
              </b>
            </span>
          )}
          {range.key === null && (
            <span className="dim">
              <ClockTime at={range.from} /> – <ClockTime at={range.to} />
            </span>
          )}
        </>
      }
      actions={
        <>
          <Segments label="Time shown" segments={segments} />
          <PanelMenu panel={{ kind: 'monitor', title: '', monitor: name }} />
        </>
      }
    >
      <MonitorChart
        series={series}
        unit={unit}
        bands={bands}
        marks={changes}
        height={CHART_HEIGHT}
      />
    </Panel>
  )
}

/** Takes the same room. */
export const ChartLoading = () => (
  <Panel title="Value">
    <Late>
      <Skeleton height={CHART_HEIGHT + 24} />
    </Late>
  </Panel>
)
