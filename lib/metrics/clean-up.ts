import type { Pool } from 'pg'
import { inBatches } from '#lib/batches.ts'
import { STORED, type Stored } from '#lib/metrics/intake/rows.ts'
import { metricSettings } from '#lib/metrics/settings.ts'

/** Rows that one statement deletes, so that the intake always gets its turn. */
const BATCH_ROWS = 5_000
const DAY = 86_400
/** A sender that was away over a long weekend goes on from where it was. */
const TOTALS_DAYS = 4

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
      deleted[period] += await deleteAll(pool, olderThan(period), [id, before], signal)
    }
  }
  return deleted
}

/** `sql` deletes so many rows as its last parameter says. */
function deleteAll(pool: Pool, sql: string, parameters: unknown[], signal: AbortSignal) {
  const deleteSome = async () => (await pool.query(sql, [...parameters, BATCH_ROWS])).rowCount ?? 0
  return inBatches(deleteSome, { most: BATCH_ROWS, signal })
}

const olderThan = (period: Stored) => `
  delete from metric_${period} where ctid = any(array(
    select b.ctid from metric_${period} b
    join metric_series s on s.id = b.series_id join metric m on m.id = s.metric_id
    where m.project_id = $1 and b.bucket < $2 limit $3))`

/** Forgets what senders sent last that are not heard of any more: most of them have ended. */
export function cleanUpTotals(pool: Pool, now: Date, signal: AbortSignal): Promise<number> {
  const before = new Date(now.getTime() - TOTALS_DAYS * DAY * 1000)
  return deleteAll(pool, FORGOTTEN, [before], signal)
}

const FORGOTTEN = `
  delete from metric_total where ctid = any(array(
    select ctid from metric_total where seen_at < $1 limit $2))`
