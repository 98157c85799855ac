import type { Reach } from '#lib/access/reach.ts'
import type { DrawnTable } from '#lib/charts/drawn.ts'
import type { PanelOf } from '#lib/charts/panel.ts'
import { BUCKETS_OF_ROW } from '#lib/charts/period.ts'
import { chooseSeries, readTotals, readValues } from '#lib/charts/series/data.ts'
import { drawnTimes, frameOf, spanBefore } from '#lib/charts/series/frame.ts'
import { getProjectNamed } from '#lib/projects/data.ts'

const MOST_ROWS = 500
/** All numbers of a table; an answer stays within a megabyte or two. */
const MOST_NUMBERS = 150_000

/** A row for each value of a filter. */
export async function readTable(
  reach: Reach,
  { line, period, compare, ...panel }: PanelOf<'table'>,
  range: { from: Date; to: Date },
): Promise<DrawnTable> {
  const project = await getProjectNamed(reach, panel.project)
  const frame = frameOf({ project, range, period, compare, buckets: BUCKETS_OF_ROW })
  const { span, before } = frame
  const times = drawnTimes(frame)
  const drawn = {
    ...{ kind: 'table' as const, from: times[0] ?? 0, to: range.to.getTime() },
    ...{ period: frame.period, times },
  }
  const most = Math.min(MOST_ROWS, Math.max(1, Math.floor(MOST_NUMBERS / times.length)))
  const chosen = await chooseSeries(frame, line, most)
  if (!chosen) return { ...drawn, rows: [], leftOut: 0 }

  const values = await readValues(frame, chosen, frame.times)
  const totals = await readTotals(frame, chosen, span)
  const earlier = before ? await readTotals(frame, chosen, spanBefore(span, before)) : null
  const rows = chosen.series.map(({ id, value }) => ({
    value,
    total: totals.get(id) ?? null,
    before: earlier?.get(id) ?? null,
    values: values.get(id) ?? [],
  }))
  return { ...drawn, rows, leftOut: chosen.rest.length }
}
