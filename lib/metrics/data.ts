import { pool } from '#lib/db/client.ts'
import { UserError } from '#lib/failures.ts'
import { addCell, type Cell, newCell } from '#lib/metrics/cell.ts'
import { calendarOf, type Period } from '#lib/metrics/periods.ts'
import { filledFrom, type Point } from '#lib/metrics/range.ts'
import { readCells } from '#lib/metrics/stored.ts'
import type { Kind } from '#lib/metrics/update.ts'
import { type View, viewed } from '#lib/metrics/views.ts'
import type { Project } from '#lib/projects/schema.ts'

/** By metric, by filter: the values that came. */
export type Tree = Record<string, Record<string, string[]>>

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
}

export async function readTree(projectId: number): Promise<Tree> {
  const { rows } = await pool().query<{ name: string; filter: string | null; values: string[] }>(
    `select m.name, s.filters[1] as filter, array_agg(distinct s.filter_values[1] order by s.filter_values[1]) as values
     from metric m left join metric_series s on s.metric_id = m.id and cardinality(s.filters) = 1
     where m.project_id = $1 group by 1, 2 order by 1, 2`,
    [projectId],
  )
  const tree = new Map<string, [string, string[]][]>()
  for (const { name, filter, values } of rows) {
    const filters = tree.get(name) ?? []
    tree.set(name, filters)
    if (filter !== null) filters.push([filter, values])
  }
  return Object.fromEntries([...tree].map(([name, filters]) => [name, Object.fromEntries(filters)]))
}

/** The metric of this name, or null. */
export async function findMetric(
  projectId: number,
  { name, kind }: Pick<Asked, 'name' | 'kind'>,
): Promise<Metric | null> {
  const { rows } = await pool().query<Metric>(
    `select id, name, kind from metric
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
  filters: Readonly<Record<string, string>> = {},
): Promise<Point[]> {
  const metric = await findMetric(project.id, asked)
  if (!metric) return []
  const names = Object.keys(filters).sort()
  refuseUncounted(project, names)
  const values = names.map(name => filters[name] ?? '')
  const read = reader(project, metric, asked)
  const [whole, filtered] = await Promise.all([read([], []), read(names, values)])
  const [points = []] = filtered.values()
  return isFilled(metric, asked) ? filledFrom(whole.get('[]') ?? [], points) : points
}

/** For every value of a filter its points, likewise. */
export async function readPointsByValue(
  project: Project,
  asked: Asked,
  filter: string,
): Promise<Map<string, Point[]>> {
  const metric = await findMetric(project.id, asked)
  if (!metric) return new Map()
  const read = reader(project, metric, asked)
  const [whole, byValue] = await Promise.all([read([], []), read([filter], null)])
  return new Map(
    [...byValue].map(([key, points]) => [
      (JSON.parse(key) as [string])[0],
      isFilled(metric, asked) ? filledFrom(whole.get('[]') ?? [], points) : points,
    ]),
  )
}

/** All that lies between two times, as one bucket; null when there is nothing. Throws as `readPoints` does. */
export async function readTotal(
  project: Project,
  asked: Asked,
  filters: Readonly<Record<string, string>> = {},
): Promise<Cell | null> {
  const metric = await findMetric(project.id, asked)
  if (!metric) return null
  const names = Object.keys(filters).sort()
  refuseUncounted(project, names)
  const { timezone } = project.settings.metrics
  const values = names.map(name => filters[name] ?? '')
  const series = await readCells(pool(), { ...asked, metric, timezone, filters: names, values })
  const cells = [...series.values()].flat()
  if (cells.length === 0) return null
  const total = newCell(metric.kind)
  for (const [, cell] of cells) addCell(total, cell)
  return total
}

/** Reads the points of series of one metric, by the values of their filters as JSON. */
function reader({ settings }: Project, metric: Metric, asked: Asked) {
  const { timezone } = settings.metrics
  const calendar = calendarOf(timezone)
  const { period, view = 'value' } = asked
  const secondsOf = (bucket: number) => {
    const { start, end } = calendar.bucketOf(period, bucket)
    return end - start
  }
  return async (filters: string[], values: string[] | null): Promise<Map<string, Point[]>> => {
    const series = await readCells(pool(), { ...asked, metric, timezone, filters, values })
    return new Map(
      [...series].map(([key, cells]) => [
        key,
        cells.flatMap(([at, cell]): Point[] => {
          const value = viewed(cell, view, secondsOf(at))
          return value === null ? [] : [[at, value]]
        }),
      ]),
    )
  }
}

/** Nothing counted is 0; of what is measured, nothing is nothing. */
const isFilled = ({ kind }: Metric, { view = 'value' }: Asked) =>
  kind === 'counter' && ['value', 'rate', 'count', 'sum'].includes(view)

function refuseUncounted({ name, settings }: Project, names: readonly string[]) {
  if (names.length < 2) return
  const isKept = settings.metrics.sets.some(
    set => set.length === names.length && names.every(filter => set.includes(filter)),
  )
  if (!isKept)
    throw new UserError(
      `The project ${name} does not count ${names.join(' and ')} together; its settings say which filters it does.`,
      { fields: { filters: 'are not counted together' } },
    )
}
