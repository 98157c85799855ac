import { pool } from '#lib/db/client.ts'
import { UserError } from '#lib/failures.ts'
import type { Cell } from '#lib/metrics/cell.ts'
import { refuseUncounted } from '#lib/metrics/counted.ts'
import { calendarOf } from '#lib/metrics/periods.ts'
import { filledFrom, type Point } from '#lib/metrics/range.ts'
import {
  type Question,
  readBucketsOf,
  readPointsOf,
  readTotalsOf,
} from '#lib/metrics/stored/points.ts'
import { greatestFirst } from '#lib/metrics/stored/ranked.ts'
import { type Chosen, findSeries, namesOf, type Series } from '#lib/metrics/stored/series.ts'
import type { Kind, Period, View } from '#lib/metrics/terms.ts'
import { isAdditive } from '#lib/metrics/views.ts'
import type { Project } from '#lib/projects/schema.ts'

type Filters = Readonly<Record<string, string>>

/** What is asked of one metric. */
export interface Asked {
  name: string
  /** when several are counted under the name; default the first that was */
  kind?: Kind | undefined
  period: Period
  /** unix seconds, both in buckets that are read whole */
  from: number
  to: number
  /** default `value` */
  view?: View | undefined
}

export interface Metric {
  id: number
  name: string
  kind: Kind
  firstSeen: Date
}

/** The metric of this name, or null. */
export async function findMetric(
  projectId: number,
  { name, kind }: Pick<Asked, 'name' | 'kind'>,
): Promise<Metric | null> {
  const { rows } = await pool().query<Metric>(
    `select id, name, kind, first_seen as "firstSeen" from metric
     where project_id = $1 and name = $2 and ($3::text is null or kind = $3) order by id limit 1`,
    [projectId, name, kind ?? null],
  )
  return rows[0] ?? null
}

/**
 * The points of one series, in order; of a counter with filters also 0 where only the metric as a whole has a bucket.
 * Throws a UserError when the filters are not counted together.
 */
export async function readPoints(
  project: Project,
  asked: Asked,
  filters: Filters = {},
): Promise<Point[]> {
  const metric = await findMetric(project.id, asked)
  if (!metric) return []
  const [whole, points] = await Promise.all([
    wholeOf(project, metric, asked, filters),
    pointsWhere(project, metric, asked, filters),
  ])
  return withZeros(whole, points)
}

/** Of which values of a filter. */
export interface WantedValues {
  /** only where these filters have these values */
  filters?: Filters | undefined
  /** so many, those with the greatest number over the range; without it a thousand in the order of their names */
  most?: number | undefined
}

const VALUES_LIMIT = 1_000
/** All points that are answered; some ten megabytes. */
const POINTS_LIMIT = 500_000

/** For every value of a filter its points, likewise. Throws a UserError when they are too many, too. */
export async function readPointsByValue(
  project: Project,
  asked: Asked,
  filter: string,
  { filters = {}, most }: WantedValues = {},
): Promise<Map<string, Point[]>> {
  const metric = await findMetric(project.id, asked)
  if (!metric) return new Map()
  const chosen = { [filter]: null, ...filters }
  const [whole, all] = await Promise.all([
    wholeOf(project, metric, asked, chosen),
    chosenSeries(project, metric, chosen),
  ])
  const series = await firstOf(project, metric, asked, all, most)
  if ((whole?.length ?? 0) * series.length > POINTS_LIMIT) throw tooManyPoints()
  const ids = series.map(({ id }) => id)
  const points = await pointsOf(project, metric, asked, ids)
  const place = namesOf(chosen).indexOf(filter)
  return new Map(
    series.map(({ id, values }) => [values[place] ?? '', withZeros(whole, points.get(id) ?? [])]),
  )
}

async function firstOf(
  project: Project,
  metric: Metric,
  { view = 'value', ...asked }: Asked,
  series: Series[],
  most: number | undefined,
): Promise<Series[]> {
  if (most === undefined) return series.slice(0, VALUES_LIMIT)
  const question = questionOf(project, metric, asked, view)
  const over = { ...question, project, now: Date.now() / 1000 }
  return (await greatestFirst(pool(), series, over)).slice(0, most)
}

const tooManyPoints = () =>
  new UserError(
    `That would be more than ${POINTS_LIMIT} points. Take a shorter range, a longer period, or fewer values.`,
    { fields: { period: 'is too short for this range and so many values' } },
  )

/** All that lies between two times, as one bucket; null when there is nothing. Throws as `readPoints` does. */
export async function readTotal(
  project: Project,
  { view = 'value', ...asked }: Omit<Asked, 'view'> & { view?: View | number },
  filters: Filters = {},
): Promise<Cell | null> {
  const metric = await findMetric(project.id, asked)
  if (!metric) return null
  const [one] = await chosenSeries(project, metric, filters)
  if (!one) return null
  const totals = await readTotalsOf(pool(), [one.id], questionOf(project, metric, asked, view))
  return totals.get(one.id) ?? null
}

async function pointsWhere(project: Project, metric: Metric, asked: Asked, filters: Filters) {
  const [one] = await chosenSeries(project, metric, filters)
  if (!one) return []
  return (await pointsOf(project, metric, asked, [one.id])).get(one.id) ?? []
}

function chosenSeries(project: Project, metric: Metric, chosen: Chosen) {
  refuseUncounted(project, namesOf(chosen))
  return findSeries(pool(), metric.id, chosen)
}

const pointsOf = (project: Project, metric: Metric, asked: Asked, ids: readonly number[]) =>
  readPointsOf(pool(), ids, questionOf(project, metric, asked, asked.view ?? 'value'))

const questionOf = (
  { settings }: Project,
  { kind }: Metric,
  { period, from, to }: Omit<Asked, 'view'>,
  view: View | number,
): Question => ({ kind, view, calendar: calendarOf(settings.metrics.timezone), period, from, to })

/** The buckets of a counter as a whole, where those of its filters are to be filled; null elsewhere. */
async function wholeOf(project: Project, metric: Metric, asked: Asked, chosen: Chosen) {
  const { view = 'value' } = asked
  const isFilled = metric.kind === 'counter' && isAdditive(metric.kind, view)
  if (!isFilled || Object.keys(chosen).length === 0) return null
  const [whole] = await findSeries(pool(), metric.id, {})
  return whole ? readBucketsOf(pool(), whole.id, questionOf(project, metric, asked, view)) : []
}

/** Nothing counted is 0; of what is measured, nothing is nothing. */
const withZeros = (whole: Point[] | null, points: Point[]) =>
  whole ? filledFrom(whole, points) : points
