import type { Pool } from 'pg'
import { newCell } from '#lib/metrics/cell.ts'
import type { Cells, Wanted } from '#lib/metrics/stored/cells.ts'

/** The sums and counts of series together, as buckets of one. */
export async function readSums(
  pool: Pool,
  { ids, kind, stored, from, until }: Omit<Wanted, 'parts'>,
): Promise<Cells> {
  const { rows } = await pool.query<{ bucket: number; sum: number; count: number }>(
    `select bucket::float8 as bucket, sum(sum) as sum, sum(count) as count from metric_${stored}
     where series_id = any ($1::int[]) and bucket >= $2 and bucket < $3 group by 1 order by 1`,
    [ids, from, until],
  )
  return rows.map(({ bucket, sum, count }) => [bucket, { ...newCell(kind), sum, count }])
}
