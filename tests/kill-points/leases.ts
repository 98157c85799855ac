import type { Pool } from 'pg'
import { until } from '#tests/until.ts'

/** What a process that died held is another's after a while: brings that forward by an hour. */
export async function letLeasesEnd(pool: Pool): Promise<void> {
  // What it had sent to the database may be on its way still, a last beat too.
  await until(async () => (await pool.query(OTHERS)).rows[0].count === 0)
  for (const statement of LEASES) await pool.query(statement)
}

const OTHERS = `
  select count(*)::int from pg_stat_activity
  where datname = current_database() and backend_type = 'client backend'
    and application_name <> current_setting('application_name')`

const LEASES = [
  `update beat set beat_at = beat_at - interval '1 hour'`,
  ...['delivery', 'post'].map(
    table => `update ${table} set next_attempt_at = next_attempt_at - interval '1 hour',
      claimed_until = claimed_until - interval '1 hour' where status = 'queued'`,
  ),
  `update graphile_worker._private_jobs set run_at = run_at - interval '1 hour',
    locked_at = locked_at - interval '1 hour'`,
  `update graphile_worker._private_job_queues set locked_at = locked_at - interval '1 hour'`,
]
