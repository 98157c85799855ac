import type { Pool } from 'pg'
import { heartbeat } from '#alerts/heartbeat.ts'
import { auditDays } from '#lib/audit/retention/clean-up.ts'
import { inBatches } from '#lib/batches.ts'
import { DELETED_DAYS } from '#lib/dashboards/stored.ts'
import { log } from '#lib/log.ts'
import { keptFrom } from '#lib/monitors/retention.ts'

/** Rows that one statement deletes, and the pause after it, so that runs always get their turn. */
const BATCH_ROWS = 2_000
const PAUSE_MS = 20
/** Deliveries that are over; their transitions' monitors mostly keep less. */
const DELIVERY_DAYS = 90
/** There is one every minute, and only the last ones say something. */
const HEARTBEAT_DAYS = 1
/** What only matters while it is fresh: questions of pages, beats of processes that ended. */
const FRESH_DAYS = 1 / 24

/** Deletes what was kept for long enough, in batches; ends early when the signal aborts. */
export async function cleanUp(pool: Pool, now: Date, signal: AbortSignal): Promise<void> {
  const deleted: Record<string, number> = {}
  const run = async (what: string, statement: string, days: number, ...more: unknown[]) => {
    const values = [keptFrom(now, days), BATCH_ROWS, ...more]
    const deleteSome = async () => {
      const { rows } = await pool.query<{ deleted: number }>(statement, values)
      return rows[0]?.deleted ?? 0
    }
    const count = await inBatches(deleteSome, { most: BATCH_ROWS, pauseMs: PAUSE_MS, signal })
    deleted[what] = (deleted[what] ?? 0) + count
  }

  const { rows } = await pool.query<{ days: number }>(
    'select distinct retain_days as days from monitor',
  )
  for (const { days } of rows) {
    await run('runs', RUNS, days, days)
    await run('transitions', TRANSITIONS, days, days)
  }
  await run('deliveries', DELIVERIES, DELIVERY_DAYS)
  await run('heartbeats', HEARTBEATS, HEARTBEAT_DAYS, heartbeat.id)
  await run('notices', NOTICES, DELIVERY_DAYS)
  await run('posts', olderThan('post', 'finished_at'), DELIVERY_DAYS)
  await run('dashboards', olderThan('dashboard', 'deleted_at'), DELETED_DAYS)
  await run('audit', olderThan('audit', 'at'), await auditDays(pool))
  await run('inquiries', olderThan('inquiry', 'asked_at'), FRESH_DAYS)
  await run('beats', olderThan('beat', 'beat_at'), FRESH_DAYS)
  await run('sessions', olderThan('session', 'expires_at'), 0)
  await run('links', olderThan('login_link', 'expires_at'), 0)
  log.info({ deleted }, 'cleaned up')
}

/**
 * The newest run tells until when a monitor was planned. Where that one is deleted the monitor remembers it
 * itself; otherwise all times since its beginning would count as missed.
 */
const RUNS = `
  with old as (
    select r.id from monitor m join run r on r.monitor_id = m.id
    where m.retain_days = $3 and r.planned_at < $1 and r.status in ('done', 'missed', 'skipped')
    limit $2),
  gone as (delete from run using old where run.id = old.id
    returning run.monitor_id, run.planned_at, run.manual),
  planned as (
    select monitor_id, max(planned_at) as until from gone where not manual group by monitor_id),
  forgotten as (
    select m.id, planned.until from planned join monitor m on m.id = planned.monitor_id
    where m.scheduled_from < planned.until and not exists (
      select 1 from run where monitor_id = m.id and not manual and run.planned_at > planned.until)
    order by m.id for no key update of m),
  remembered as (
    update monitor m set scheduled_from = forgotten.until from forgotten where m.id = forgotten.id)
  select count(*)::int as deleted from gone`

/** What explains the present state stays, and what an alert still has to tell. */
const TRANSITIONS = `
  with old as (
    select t.id from monitor m join transition t on t.monitor_id = m.id
    where m.retain_days = $3 and t.at < $1
      and exists (select 1 from transition newer
        where newer.monitor_id = t.monitor_id and (newer.at, newer.id) > (t.at, t.id))
      and not exists (select 1 from delivery d where d.transition_id = t.id and d.status = 'queued')
    limit $2),
  gone as (delete from transition using old where transition.id = old.id returning 1)
  select count(*)::int as deleted from gone`

const DELIVERIES = `
  with old as (
    select id from delivery where status <> 'queued' and finished_at < $1 limit $2),
  gone as (delete from delivery using old where delivery.id = old.id returning 1)
  select count(*)::int as deleted from gone`

const HEARTBEATS = `
  with old as (
    select d.id from alert a join delivery d on d.alert_id = a.id
    where a.type = $3 and d.status <> 'queued' and d.finished_at < $1 limit $2),
  gone as (delete from delivery using old where delivery.id = old.id returning 1)
  select count(*)::int as deleted from gone`

const NOTICES = `
  with old as (
    select id from notice n where at < $1
      and not exists (select from delivery d where d.notice_id = n.id) limit $2),
  gone as (delete from notice using old where notice.id = old.id returning 1)
  select count(*)::int as deleted from gone`

const olderThan = (table: string, column: string) => `
  with gone as (
    delete from ${table} where ctid in (select ctid from ${table} where ${column} < $1 limit $2)
    returning 1)
  select count(*)::int as deleted from gone`
