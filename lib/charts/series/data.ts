import type { MetricLine } from '#lib/charts/panel.ts'
import { periodFor } from '#lib/charts/period.ts'
import type { Seconds } from '#lib/charts/series/before.ts'
import type { Frame } from '#lib/charts/series/frame.ts'
import { type Values, valuesAt } from '#lib/charts/series/values.ts'
import { pool } from '#lib/db/client.ts'
import { refuseUncounted } from '#lib/metrics/counted.ts'
import { findMetric, type Metric } from '#lib/metrics/data.ts'
import type { Point } from '#lib/metrics/range.ts'
import { readPointsOf, readSumOf, readTotalsOf } from '#lib/metrics/stored/points.ts'
import { findSeries, namesOf } from '#lib/metrics/stored/series.ts'
import { isAdditive, partsOf, type View, viewed } from '#lib/metrics/views.ts'

/** What of a metric is read: one series, or with `by` one for each value of that filter. */
export type Line = Pick<MetricLine, 'metric' | 'kind' | 'filters' | 'view' | 'by'>

/** Some series of a metric, and as what they are looked at. */
export interface Chosen {
  metric: Metric
  view: View
  /** the greatest first */
  series: Series[]
  /** those for which there was no place, likewise */
  rest: Series[]
}

export interface Series {
  id: number
  /** of the filter `by` */
  value: string
}

/** Null when there is no such metric. Throws a UserError when the filters are not counted together. */
export async function chooseSeries(
  frame: Frame,
  { metric: name, kind, filters, view, by }: Line,
  most: number,
): Promise<Chosen | null> {
  const metric = await findMetric(frame.project.id, { name, kind })
  if (!metric) return null
  const wanted = by === undefined ? filters : { [by]: null, ...filters }
  const names = namesOf(wanted)
  refuseUncounted(frame.project, names)
  const place = names.indexOf(by ?? '')
  const found = await findSeries(pool(), metric.id, wanted)
  const series = found.map(({ id, values }) => ({ id, value: values[place] ?? '' }))
  if (by === undefined) return { metric, view, series, rest: [] }

  const inOrder = await greatestFirst(frame, { metric, view, series, rest: [] })
  return { metric, view, series: inOrder.slice(0, most), rest: inOrder.slice(most) }
}

/** Those that have anything in the range. */
async function greatestFirst(frame: Frame, chosen: Chosen): Promise<Series[]> {
  // The bins of thousands of series would be too much to read only to know which are shown.
  const view = isBinned(chosen) ? 'count' : chosen.view
  const totals = await readTotals(frame, { ...chosen, view }, frame.span)
  return chosen.series
    .filter(({ id }) => totals.has(id))
    .sort((a, b) => (totals.get(b.id) ?? 0) - (totals.get(a.id) ?? 0))
}

/** Buckets that totals are made of, of all series together: some tenths of a second. */
const MOST_ROWS = 300_000
/** The same of those with bins. */
const MOST_BINNED_ROWS = 20_000
/** Of one series: a fortnight of minutes. */
const MOST_ROWS_EACH = 20_000

/** The one number of each series over a time, by its id; none of those that have none. */
export async function readTotals(
  { project, calendar, now }: Frame,
  chosen: Chosen,
  { from, to }: Seconds,
): Promise<Map<number, number>> {
  const { metric, view, series } = chosen
  const rows = isBinned(chosen) ? MOST_BINNED_ROWS : MOST_ROWS
  const each = Math.min(MOST_ROWS_EACH, rows / Math.max(series.length, 1))
  const period = periodFor({ from, to }, each, project.settings.metrics, now)
  const question = { kind: metric.kind, view, calendar, period, from, to }
  const totals = await readTotalsOf(pool(), idsOf(series), question)
  return new Map(
    [...totals].flatMap(([id, cell]) => {
      const value = viewed(cell, view, Math.max(to - from, 1))
      return value === null ? [] : [[id, value]]
    }),
  )
}

/** The number over a time in which nothing came: 0 of what is added up, since there has been anything. */
export const ofNothing = ({ metric, view }: Chosen, { from }: Seconds): number | null =>
  isAdditive(metric.kind, view) && metric.firstSeen.getTime() / 1000 <= from ? 0 : null

/** Numbers at times, which may be null where there is no such moment; by the ids of the series. */
export async function readValues(
  frame: Frame,
  chosen: Chosen,
  times: readonly (number | null)[],
): Promise<Map<number, Values>> {
  const question = questionAt(frame, chosen, times)
  const points = question ? await readPointsOf(pool(), idsOf(chosen.series), question) : new Map()
  return new Map(
    chosen.series.map(({ id }) => [id, valuesOf(frame, chosen, times, points.get(id) ?? [])]),
  )
}

/** Likewise of all the rest together; null where that makes no sense, or would take long. */
export async function readRest(
  frame: Frame,
  chosen: Chosen,
  times: readonly (number | null)[],
): Promise<Values | null> {
  const { metric, view, rest } = chosen
  const question = questionAt(frame, chosen, times)
  if (!question || !isAdditive(metric.kind, view) || rest.length * times.length > 10 * MOST_ROWS)
    return null
  return valuesOf(frame, chosen, times, await readSumOf(pool(), idsOf(rest), question))
}

function questionAt(
  { calendar, period }: Frame,
  { metric, view }: Chosen,
  times: readonly (number | null)[],
) {
  const [from, to] = [times.find(isMoment), times.findLast(isMoment)]
  return from === undefined || to === undefined
    ? null
    : { kind: metric.kind, view, calendar, period, ...{ from: from ?? 0, to: to ?? 0 } }
}

/** What is added up is 0 where nothing came, since there has been anything and until now. */
function valuesOf(
  { now }: Frame,
  { metric, view }: Chosen,
  times: readonly (number | null)[],
  points: readonly Point[],
): Values {
  const since = Math.min(metric.firstSeen.getTime() / 1000, points[0]?.[0] ?? now)
  const filled = isAdditive(metric.kind, view) ? { from: since, until: now } : null
  return valuesAt(times, points, filled)
}

const isMoment = (at: number | null): at is number => at !== null
const isBinned = ({ metric, view }: Chosen) => partsOf(metric.kind, view).includes('bins')
const idsOf = (series: readonly Series[]) => series.map(({ id }) => id)
