import { pool } from '#lib/db/client.ts'
import { UserError } from '#lib/failures.ts'
import { type Cell, shownAs } from '#lib/metrics/cell.ts'
import { calendarOf, type Period } from '#lib/metrics/periods.ts'
import { filledFrom, type Point, READ_FROM, rollUp, widened } from '#lib/metrics/range.ts'
import type { Kind } from '#lib/metrics/update.ts'
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
 * The points of one series, in order; with filters also 0 where only the metric as a whole has a bucket.
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
  const [whole, filtered] = await Promise.all([
    readCells(project, metric, asked, [], []),
    readCells(
      project,
      metric,
      asked,
      names,
      names.map(name => filters[name] ?? ''),
    ),
  ])
  return filledFrom(points(whole), points(filtered))
}

/** For every value of a filter its points, with 0 where only the metric as a whole has a bucket. */
export async function readPointsByValue(
  project: Project,
  asked: Asked,
  filter: string,
): Promise<Map<string, Point[]>> {
  const metric = await findMetric(project.id, asked)
  if (!metric) return new Map()
  const whole = points(await readCells(project, metric, asked, [], []))
  const { rows } = await pool().query<{ value: string }>(
    `select filter_values[1] as value from metric_series
     where metric_id = $1 and filters = $2 order by 1 limit $3`,
    [metric.id, [filter], VALUES_LIMIT],
  )
  const all = await Promise.all(
    rows.map(async ({ value }) => {
      const cells = await readCells(project, metric, asked, [filter], [value])
      return [value, filledFrom(whole, points(cells))] as const
    }),
  )
  return new Map(all)
}

/** More lines are in no chart, and more rows in no table. */
const VALUES_LIMIT = 1_000

const points = (cells: readonly [number, Cell][]): Point[] =>
  cells.map(([bucket, cell]) => [bucket, shownAs(cell)])

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

interface CellRow extends Omit<Cell, 'bins' | 'kind'> {
  bucket: number
  bins: number[] | null
  binCounts: number[] | null
}

async function readCells(
  project: Project,
  metric: Metric,
  { period, from, to }: Asked,
  filters: readonly string[],
  values: readonly string[],
): Promise<[number, Cell][]> {
  const calendar = calendarOf(project.settings.metrics.timezone)
  const range = widened(calendar, period, from, to)
  const { rows } = await pool().query<CellRow>(
    `select bucket::float8 as bucket, sum, count, min, max, last, last_at as "lastAt", bins, bin_counts::float8[] as "binCounts"
     from metric_${READ_FROM[period]}
     where series_id = (select id from metric_series
       where metric_id = $1 and filters = $2 and filter_values = $3)
       and bucket >= $4 and bucket < $5
     order by bucket`,
    [metric.id, filters, values, range.from, range.until],
  )
  const cells = rows.map(row => [row.bucket, cellOf(metric, row)] as [number, Cell])
  return period === READ_FROM[period] ? cells : rollUp(cells, period, metric.kind, calendar)
}

function cellOf({ kind }: Metric, { bins, binCounts, bucket: _, ...rest }: CellRow): Cell {
  const counts = bins?.map((bin, i) => [bin, binCounts?.[i] ?? 0] as const)
  return { ...rest, kind, bins: counts ? new Map(counts) : null }
}
