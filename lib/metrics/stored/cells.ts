import type { Pool } from 'pg'
import { UserError } from '#lib/failures.ts'
import type { Cell } from '#lib/metrics/cell.ts'
import type { Stored } from '#lib/metrics/intake/rows.ts'
import type { Kind } from '#lib/metrics/terms.ts'
import type { Part } from '#lib/metrics/views.ts'

/** Buckets of one series, in order, each by the unix second in which it begins. */
export type Cells = [bucket: number, cell: Cell][]

/** Buckets that begin from a unix second on, and before another. */
export interface Wanted {
  ids: readonly number[]
  kind: Kind
  stored: Stored
  from: number
  until: number
  /** what of each bucket; all else is left as in a new one */
  parts: readonly Part[]
}

/** All that is read is in memory at once: twenty lines of a year of hours, a hundred bytes or so for each. */
const ROWS_LIMIT = 200_000
/** Of the bins of distributions, as they are stored, in bytes: here a number takes ten times as much. */
const BINS_LIMIT = 16 * 1024 * 1024

/** The buckets of series, by their ids; none of those that have none. Throws a UserError when they are too many. */
export async function readCells(pool: Pool, wanted: Wanted): Promise<Map<number, Cells>> {
  const { ids, kind, stored, from, until, parts } = wanted
  const { rows } = await pool.query<Row>(select(stored, parts), [
    ...[ids, from, until, ROWS_LIMIT + 1],
  ])
  const count = rows.reduce((sum, { buckets }) => sum + buckets.length, 0)
  if (count > ROWS_LIMIT || rows.some(({ weight }) => Number(weight) > BINS_LIMIT)) throw tooMany()
  return new Map(rows.map(row => [row.id, cellsOf(kind, row)]))
}

const tooMany = () =>
  new UserError(
    'There are too many buckets to read at once; ask for a shorter range or a longer period.',
    { fields: { from: 'makes too long a range for this period' } },
  )

type Numbers = Exclude<Part, 'bins'>
/** One column of each part, an entry for each bucket: a tenth of the time that a row for each would take. */
interface Row extends Partial<Record<Numbers | 'lastAt', number[]>> {
  id: number
  buckets: number[]
  bins?: (number[] | null)[]
  binCounts?: (number[] | null)[]
  /** of the bins up to and with this series */
  weight?: string
}

function cellsOf(kind: Kind, row: Row): Cells {
  // Written out, since there may be hundreds of thousands.
  const cells = row.buckets.map((at, i): [number, Cell] => [
    at,
    {
      kind,
      sum: row.sum?.[i] ?? 0,
      count: row.count?.[i] ?? 0,
      min: row.min?.[i] ?? Number.POSITIVE_INFINITY,
      max: row.max?.[i] ?? Number.NEGATIVE_INFINITY,
      last: row.last?.[i] ?? 0,
      lastAt: row.lastAt?.[i] ?? Number.NEGATIVE_INFINITY,
      bins: binsOf(row.bins?.[i], row.binCounts?.[i]),
    },
  ])
  // To sort them here takes less than in the database: they come nearly so.
  return cells.sort(([a], [b]) => a - b)
}

const binsOf = (bins: number[] | null | undefined, counts: number[] | null | undefined) =>
  bins ? new Map(bins.map((bin, i) => [bin, counts?.[i] ?? 0])) : null

/** As they are read, and as they are given. */
const COLUMNS: Record<Part, [read: string, given: string]> = {
  sum: ['sum', 'json_agg(sum) as sum'],
  count: ['count', 'json_agg(count) as count'],
  min: ['min', 'json_agg(min) as min'],
  max: ['max', 'json_agg(max) as max'],
  last: ['last, last_at', 'json_agg(last) as last, json_agg(last_at) as "lastAt"'],
  bins: [
    'bins, bin_counts, coalesce(pg_column_size(bins) + pg_column_size(bin_counts), 0) as own',
    'json_agg(bins) as bins, json_agg(bin_counts) as "binCounts", max(weight) as weight',
  ],
}

function select(stored: Stored, parts: readonly Part[]): string {
  const columns = ['series_id', 'bucket', ...parts.map(part => COLUMNS[part][0])]
  const rows = `select ${columns.join(', ')} from metric_${stored}
    where series_id = any ($1::int[]) and bucket >= $2 and bucket < $3 limit $4`
  const given = [
    'series_id as id',
    'json_agg(bucket) as buckets',
    ...parts.map(part => COLUMNS[part][1]),
  ]
  return `select ${given.join(', ')} from (${parts.includes('bins') ? weighed(rows) : rows}) read group by series_id`
}

/** Rows with bins up to and with the first one that is too much. */
const weighed = (rows: string) => `select * from (
  select *, sum(own) over (order by series_id, bucket) as weight from (${rows}) found) weighed
  where weight - own <= ${BINS_LIMIT}`
