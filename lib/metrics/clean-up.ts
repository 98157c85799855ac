import type { Pool } from 'pg'
import { STORED, type Stored } from '#lib/metrics/intake/rows.ts'
import { metricSettings } from '#lib/metrics/settings.ts'

/** Rows that one statement deletes, so that the intake always gets its turn. */
const BATCH_ROWS = 5_000
const DAY = 86_400

/** Deletes buckets that their project kept for long enough, in batches; ends early when the signal aborts. */
export async function cleanUpMetrics(
  pool: Pool,
  now: Date,
  signal: AbortSignal,
): Promise<Record<Stored, number>> {
  const deleted: Record<Stored, number> = { minute: 0, hour: 0, day: 0, month: 0 }
  const { rows } = await pool.query<{ id: number; metrics: unknown }>(
    `select id, coalesce(settings->'metrics', '{}') as metrics from project
     where exists (select from metric where project_id = project.id) order by id`,
  )
  for (const { id, metrics } of rows) {
    const { keepDays } = metricSettings.parse(metrics)
    for (const period of STORED) {
      const days = keepDays[period]
      if (days === null) continue
      const before = Math.floor(now.getTime() / 1000) - days * DAY
      deleted[period] += await inBatches(pool, period, id, before, signal)
    }
  }
  return deleted
}

async function inBatches(
  pool: Pool,
  period: Stored,
  projectId: number,
  before: number,
  signal: AbortSignal,
): Promise<number> {
  for (let total = 0; ; ) {
    if (signal.aborted) return total
    const { rowCount } = await pool.query(olderThan(period), [projectId, before, BATCH_ROWS])
    total += rowCount ?? 0
    if ((rowCount ?? 0) < BATCH_ROWS) return total
  }
}

const olderThan = (period: Stored) => `
  delete from metric_${period} where ctid = any(array(
    select b.ctid from metric_${period} b
    join metric_series s on s.id = b.series_id join metric m on m.id = s.metric_id
    where m.project_id = $1 and b.bucket < $2 limit $3))`
