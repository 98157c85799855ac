import type { Reach } from '#lib/access/reach.ts'
import type { DrawnLines } from '#lib/charts/drawn.ts'
import type { PanelOf } from '#lib/charts/panel.ts'
import { getMonitorNamed } from '#lib/monitors/data.ts'
import { seriesOf, statesBetween } from '#lib/monitors/series/data.ts'

/** A monitor's values, and the states that it had. */
export async function readMonitor(
  reach: Reach,
  { monitor }: PanelOf<'monitor'>,
  { from, to }: { from: Date; to: Date },
): Promise<DrawnLines> {
  const { id, unit } = await getMonitorNamed(reach, monitor)
  const [series, { bands }] = await Promise.all([
    seriesOf(id, from, to),
    statesBetween(id, from, to),
  ])
  return {
    ...{ kind: 'monitor', from: from.getTime(), to: to.getTime(), period: null },
    ...{ times: series.times, leftOut: series.leftOut, bands, unit },
    lines: series.columns.map(({ name, values }) => ({
      ...{ name: name === 'value' ? monitor : name, values },
      ...{ isBefore: false, href: `/monitors/${id}` },
    })),
  }
}
