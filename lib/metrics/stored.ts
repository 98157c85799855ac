import type { Pool } from 'pg'
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

/** The buckets of series, by the values of their filters as JSON. */
export async function readCells(pool: Pool, wanted: Wanted): Promise<Map<string, Cells>> {
  const { metric, timezone, period, filters, values } = wanted
  const calendar = calendarOf(timezone)
  const { from, until } = widened(calendar, period, wanted.from, wanted.to)
  const { rows } = await pool.query<Row>(SELECT[READ_FROM[period]], [
    ...[metric.id, filters, values, from, until, SERIES_LIMIT],
  ])
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

interface Row extends Omit<Cell, 'bins' | 'kind'> {
  values: string[]
  /** null where a series has nothing in the range */
  bucket: number | null
  bins: number[] | null
  binCounts: number[] | null
}

function cellOf(kind: Kind, { sum, count, min, max, last, lastAt, bins, binCounts }: Row): Cell {
  const counts = bins?.map((bin, i) => [bin, binCounts?.[i] ?? 0] as const)
  return { kind, sum, count, min, max, last, lastAt, bins: counts ? new Map(counts) : null }
}

const select = (stored: string) => `
  select s.filter_values as values, bucket::float8 as bucket, sum, count, min, max, last,
    last_at as "lastAt", bins, bin_counts::float8[] as "binCounts"
  from (select id, filter_values from metric_series
    where metric_id = $1 and filters = $2 and ($3::text[] is null or filter_values = $3)
    order by filter_values limit $6) s
  left join metric_${stored} m on m.series_id = s.id and bucket >= $4 and bucket < $5
  order by s.filter_values, bucket`

const SELECT = {
  ...{ minute: select('minute'), hour: select('hour') },
  ...{ day: select('day'), month: select('month') },
}
