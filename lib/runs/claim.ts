import type { Pool } from 'pg'
import type { Plain, StateName } from '#lib/plugin.ts'
import { queueRuns } from '#lib/runs/queue.ts'
import { isUniqueViolation } from '#lib/transaction.ts'

/** A run that this engine has, with what its script is to know. */
export interface Claim {
  id: string
  monitorId: number
  plannedAt: Date
  /** of the monitor's definition */
  version: number
  previous: { state: StateName; value: Plain; at: Date | null }
  /** the stream whose pipeline asked for it */
  streamId: string | null
  /** what the script sees of it */
  stream: Plain
}

/** A run that waits for the one before it looks again after this time. */
const LOOK_AGAIN_SECONDS = 1
const TRIES = 5

/**
 * Takes waiting runs for an engine, in the order of `runIds`; null for each that it doesn't get: one that
 * another engine has or had, one that waits for the run before it (its job comes again), one that is skipped.
 */
export async function claimRuns(
  pool: Pool,
  engineId: string,
  runIds: readonly string[],
): Promise<(Claim | null)[]> {
  const rows = await claimOpen(pool, engineId, runIds)
  const claims = new Map(rows.map(row => [row.id, claimOf(row)]))
  const refused = runIds.filter(id => !claims.has(id))
  if (refused.length > 0) await settleRefused(pool, refused)
  return runIds.map(id => claims.get(id) ?? null)
}

interface ClaimRow {
  id: string
  monitor_id: number
  planned_at: Date
  version: number
  last_state: StateName | null
  last_value: Plain
  last_run_at: Date | null
  stream_id: string | null
  stream: Plain
}

async function claimOpen(pool: Pool, engineId: string, runIds: readonly string[], tries = TRIES) {
  try {
    const values = [runIds, engineId]
    return (await pool.query<ClaimRow>({ name: 'claim-runs', text: CLAIM, values })).rows
  } catch (error) {
    // Another engine has just started a run of the same monitor; now it can be seen.
    if (!isUniqueViolation(error) || tries === 0) throw error
    return claimOpen(pool, engineId, runIds, tries - 1)
  }
}

const CLAIM = `
  with open as (
    select r.id, r.monitor_id from run r join monitor m on m.id = r.monitor_id
    where r.id = any ($1::bigint[]) and r.status = 'queued' 
      and (m.active or (r.manual and r.stream_id is null))
      and not exists (
        select 1 from run other where other.monitor_id = r.monitor_id and other.status = 'running')
    order by r.id for update of r skip locked),
  chosen as (select distinct on (monitor_id) id from open order by monitor_id, id)
  update run set status = 'running', claimed_by = $2, attempts = attempts + 1, started_at = now()
  from chosen, monitor m
  where run.id = chosen.id and m.id = run.monitor_id
  returning run.id::text as id, run.monitor_id, run.planned_at, m.version,
    m.last_state, m.last_value, m.last_run_at, run.stream_id, run.stream`

const claimOf = (row: ClaimRow): Claim => ({
  id: row.id,
  monitorId: row.monitor_id,
  plannedAt: row.planned_at,
  version: row.version,
  previous: { state: row.last_state ?? 'INACTIVE', value: row.last_value, at: row.last_run_at },
  streamId: row.stream_id,
  stream: row.stream,
})

/** What still waits although its job came: skipped when it may not wait, otherwise its job comes again. */
async function settleRefused(pool: Pool, runIds: readonly string[]) {
  await pool.query(SKIP, [runIds])
  const { rows } = await pool.query<{ id: string }>(
    `select id::text as id from run where id = any ($1::bigint[]) and status = 'queued'`,
    [runIds],
  )
  await queueRuns(
    pool,
    rows.map(({ id }) => id),
    LOOK_AGAIN_SECONDS,
  )
}

const SKIP = `
  update run r set status = 'skipped', message =
    case when m.active then 'The run before it was still going.' else 'The monitor was paused.' end
  from monitor m
  where r.id = any ($1::bigint[]) and r.status = 'queued' and m.id = r.monitor_id
    and (not r.manual or (r.stream_id is not null and not m.active))
    and (not m.active or m.policy->>'overlap' is distinct from 'queue')
    and (not m.active or exists (
      select 1 from run other where other.monitor_id = r.monitor_id and other.status = 'running'))`
