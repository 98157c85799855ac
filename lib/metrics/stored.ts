import type { Pool } from 'pg'
import { UserError } from '#lib/failures.ts'
import type { Cell } from '#lib/metrics/cell.ts'
import { calendarOf, type Period } from '#lib/metrics/periods.ts'
import { READ_FROM, rollUp, widened } from '#lib/metrics/range.ts'
import type { Kind } from '#lib/metrics/update.ts'

/** Buckets of one series, in order, each by the unix second in which it begins. */
export type Cells = [bucket: number, cell: Cell][]

export interface Wanted {
  metric: { id: number; kind: Kind }
  /** in which the periods are */
  timezone: string
  period: Period
  /** unix seconds, both in buckets that are read whole */
  from: number
  to: number
  /** in order; none: the metric as a whole */
  filters: readonly string[]
  /** of each filter the value; null: every combination that there is */
  values: readonly string[] | null
}

/** More lines are in no chart, and more rows in no table. */
const SERIES_LIMIT = 1_000
/** All that is read is in memory at once, a kilobyte or so for each; a month of minutes is less than half of it. */
const ROWS_LIMIT = 100_000
/** Of the bins of distributions, as they are stored, in bytes: here a number takes ten times as much. */
const BINS_LIMIT = 16 * 1024 * 1024

/** The buckets of series, by the values of their filters as JSON. Throws a UserError when they are too many. */
export async function readCells(pool: Pool, wanted: Wanted): Promise<Map<string, Cells>> {
  const { metric, timezone, period, filters, values } = wanted
  const calendar = calendarOf(timezone)
  const { from, until } = widened(calendar, period, wanted.from, wanted.to)
  const { rows } = await pool.query<Row>(SELECT[READ_FROM[period]], [
    ...[metric.id, filters, values, from, until, SERIES_LIMIT],
    ...[ROWS_LIMIT + 1, BINS_LIMIT],
  ])
  if (rows.length > ROWS_LIMIT || Number(rows.at(-1)?.weight) > BINS_LIMIT) throw tooMany()
  const series = new Map<string, Cells>()
  for (const row of rows) {
    const key = JSON.stringify(row.values)
    const cells = series.get(key) ?? []
    series.set(key, cells)
    if (row.bucket !== null) cells.push([row.bucket, cellOf(metric.kind, row)])
  }
  if (period === READ_FROM[period]) return series
  return new Map(
    [...series].map(([key, cells]) => [key, rollUp(cells, period, metric.kind, calendar)]),
  )
}

const tooMany = () =>
  new UserError(
    'There are too many buckets to read at once; ask for a shorter range or a longer period.',
    { fields: { from: 'makes too long a range for this period' } },
  )

interface Row extends Omit<Cell, 'bins' | 'kind'> {
  values: string[]
  /** null where a series has nothing in the range */
  bucket: number | null
  bins: number[] | null
  binCounts: number[] | null
  /** of the bins up to and with this row */
  weight: string
}

function cellOf(kind: Kind, { sum, count, min, max, last, lastAt, bins, binCounts }: Row): Cell {
  const counts = bins?.map((bin, i) => [bin, binCounts?.[i] ?? 0] as const)
  return { kind, sum, count, min, max, last, lastAt, bins: counts ? new Map(counts) : null }
}

/** Up to and with the first row that is too much. */
const select = (stored: string) => `
  select values, bucket::float8 as bucket, sum, count, min, max, last,
    last_at as "lastAt", bins, bin_counts::float8[] as "binCounts", weight
  from (select *, sum(own) over (order by values, bucket) as weight from (
    select s.filter_values as values, m.*, coalesce(pg_column_size(bins) + pg_column_size(bin_counts), 0) as own
    from (select id, filter_values from metric_series
      where metric_id = $1 and filters = $2 and ($3::text[] is null or filter_values = $3)
      order by filter_values limit $6) s
    left join metric_${stored} m on m.series_id = s.id and bucket >= $4 and bucket < $5
    order by s.filter_values, bucket limit $7) found) weighed
  where weight - own <= $8
  order by values, bucket`

const SELECT = {
  ...{ minute: select('minute'), hour: select('hour') },
  ...{ day: select('day'), month: select('month') },
}
