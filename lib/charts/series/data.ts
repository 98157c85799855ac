import type { MetricLine } from '#lib/charts/panel.ts'
import type { Frame } from '#lib/charts/series/frame.ts'
import { type Values, valuesAt } from '#lib/charts/series/values.ts'
import { pool } from '#lib/db/client.ts'
import { refuseUncounted } from '#lib/metrics/counted.ts'
import { findMetric, type Metric } from '#lib/metrics/data.ts'
import type { Span } from '#lib/metrics/period-for.ts'
import type { Point } from '#lib/metrics/range.ts'
import { readPointsOf, readSumOf } from '#lib/metrics/stored/points.ts'
import { greatestFirst, type Over, readNumbers } from '#lib/metrics/stored/ranked.ts'
import { findSeries, namesOf, type Series } from '#lib/metrics/stored/series.ts'
import type { View } from '#lib/metrics/terms.ts'
import { isAdditive } from '#lib/metrics/views.ts'

/** Buckets that others are added up from: a second or so. */
const MOST_ROWS = 3_000_000

/** What of a metric is read: one series, or with `by` one for each value of that filter. */
export type Line = Pick<MetricLine, 'metric' | 'kind' | 'filters' | 'view' | 'by'>

/** Some series of a metric, and as what they are looked at. */
export interface Chosen {
  metric: Metric
  view: View
  /** the greatest first */
  series: NamedSeries[]
  /** those for which there was no place, likewise */
  rest: NamedSeries[]
}

export interface NamedSeries extends Series {
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
  const series = found.map(({ id, values }) => ({ id, values, value: values[place] ?? '' }))
  const all = { metric, view, series, rest: [] }
  if (by === undefined) return all

  const inOrder = await greatestFirst(pool(), series, overOf(frame, all, frame.span))
  return { ...all, series: inOrder.slice(0, most), rest: inOrder.slice(most) }
}

/** The one number of each series over a time, by its id; none of those that have none. */
export const readTotals = (frame: Frame, chosen: Chosen, span: Span) =>
  readNumbers(pool(), idsOf(chosen.series), overOf(frame, chosen, span))

const overOf = (
  { project, calendar, now }: Frame,
  { metric, view }: Chosen,
  { from, to }: Span,
): Over => ({ project, calendar, now, kind: metric.kind, view, from, to })

/** The number over a time in which nothing came: 0 of what is added up, since there has been anything. */
export const ofNothing = ({ metric, view }: Chosen, { from }: Span): number | null =>
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
  if (!question || !isAdditive(metric.kind, view) || rest.length * times.length > MOST_ROWS)
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

/** What is added up is 0 where nothing came, since there has been anything that is kept still, and until now. */
function valuesOf(
  { now, keptFrom }: Frame,
  { metric, view }: Chosen,
  times: readonly (number | null)[],
  points: readonly Point[],
): Values {
  const since = Math.max(
    keptFrom,
    Math.min(metric.firstSeen.getTime() / 1000, points[0]?.[0] ?? now),
  )
  const filled = isAdditive(metric.kind, view) ? { from: since, until: now } : null
  return valuesAt(times, points, filled)
}

const isMoment = (at: number | null): at is number => at !== null
const idsOf = (series: readonly Series[]) => series.map(({ id }) => id)
