import type { Pool } from 'pg'
import { openHttpWorld } from '#tests/lib/intake/world.ts'

/** What is stored of one series. */
export interface Stored {
  kind: string
  sum: number
  count: number
  min: number
  max: number
  last: number
  /** how many values are in the bin of zero */
  zeros: number
}

/** An HTTP intake, and what it has counted for its project. */
export async function openMetricsWorld() {
  const world = await openHttpWorld()
  return {
    ...world,
    post: (body: string | Uint8Array<ArrayBuffer>, type = 'application/json') =>
      fetch(`${world.url}/v1/metrics`, {
        method: 'POST',
        headers: { 'Content-Type': type, Authorization: `Bearer ${world.publicKey}` },
        body,
      }),
    stored: (name: string, filters: Record<string, string> = {}) =>
      readStored(world.pool, world.project.id, name, filters),
  }
}

async function readStored(
  pool: Pool,
  projectId: number,
  name: string,
  filters: Record<string, string>,
): Promise<Stored | undefined> {
  const { rows } = await pool.query<Stored>(
    `select m.kind, sum(b.sum) as sum, sum(b.count) as count, min(b.min) as min, max(b.max) as max,
       (array_agg(b.last order by b.last_at desc))[1] as last,
       coalesce(sum(b.bin_counts[array_position(b.bins, 0)]), 0)::float8 as zeros
     from metric m join metric_series s on s.metric_id = m.id join metric_month b on b.series_id = s.id
     where m.project_id = $1 and m.name = $2 and s.filters = $3 and s.filter_values = $4
     group by m.id, m.project_id`,
    [projectId, name, Object.keys(filters), Object.values(filters)],
  )
  if (rows.length > 1) throw new Error(`${name} is counted in ${rows.length} ways`)
  return rows[0]
}
