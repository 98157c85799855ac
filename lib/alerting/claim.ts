import type { PoolClient } from 'pg'
import { DELIVERIES, tellChanged } from '#lib/alerting/outbox/outbox.ts'

/** How many may go: what monitors tell is not held back by what streams tell, of which thousands may come at once. */
export interface Room {
  all: number
  notices: number
}

export interface DueDeliveries {
  /** of monitors, in the order in which they are to go */
  transitions: string[]
  /** of streams, which go after them */
  notices: string[]
  /** so many were finished in place of being taken, so that there may be more */
  finished: number
}

/**
 * Locks the deliveries of an alert that go next: of each monitor the newest, and none of a monitor of which one is under way, so that
 * all of them can go at once. On the way it finishes those that are not to be sent: replaced by a later one, or of an alert that
 * was switched off.
 */
export async function lockDue(
  client: PoolClient,
  alertId: number,
  { all, notices }: Room,
): Promise<DueDeliveries> {
  // One process at a time; only now is what others took before surely seen.
  await lockAlert(client, alertId)
  const { rows } = await client.query<Row>(NEXT_DUE, [alertId, all, notices])
  const idsOf = (became: Row['became']) =>
    rows.filter(row => row.became === became).map(({ id }) => id)
  const finished = idsOf('finished')
  await tellChanged(client, DELIVERIES, finished)
  return { transitions: idsOf('transition'), notices: idsOf('notice'), finished: finished.length }
}

/** Held until the caller's transaction ends. */
export const lockAlert = (client: PoolClient, alertId: number) =>
  client.query('select pg_advisory_xact_lock($1, $2)', [ALERTS_LOCK, alertId])
const ALERTS_LOCK = 5_170_313

interface Row {
  id: string
  became: 'transition' | 'notice' | 'finished'
}

const dueSql = (of: string, most: string) => `
  select d.id, d.monitor_id, d.next_attempt_at from delivery d
  where d.alert_id = $1 and d.status = 'queued' and d.next_attempt_at <= now() and ${of}
  order by d.next_attempt_at, d.id
  limit ${most}
  for update of d skip locked`

/** Few are under way at once, whereas thousands may be due: the few are read first, once. */
const UNDER_WAY = `
  select monitor_id from delivery
  where alert_id = $1 and status = 'queued' and claimed_until > now() and monitor_id is not null`

/**
 * The newest of a monitor is looked for among all that were ever made: what is older than one that was sent or is dead is not told
 * any more. And what waits before it is superseded, due or not: recording a change and recording an attempt at the same moment,
 * neither sees the other, and it stays queued. A row that is locked is about to be finished by whoever looks at it.
 */
const NEXT_DUE = `
  with of_monitors as (
    ${dueSql(`d.monitor_id is not null and d.monitor_id <> all (array(${UNDER_WAY}))`, '$2')}),
  of_streams as (
    ${dueSql('d.monitor_id is null', 'least($3, $2 - (select count(*) from of_monitors))')}),
  due as (
    select d.*, a.enabled from (select * from of_monitors union all select * from of_streams) d
    join alert a on a.id = $1),
  newest as (
    select m.monitor_id, (
      select max(id) from delivery d where d.monitor_id = m.monitor_id and d.alert_id = $1) as id
    from (select distinct monitor_id from due where enabled and monitor_id is not null) m),
  replaced as (
    select d.id, newest.id as by from newest join delivery d
      on d.monitor_id = newest.monitor_id and d.alert_id = $1 and d.status = 'queued' and d.id < newest.id
    for update of d skip locked),
  over as (
    select id, 'superseded' as became, by, null as reason from replaced
    union all select id, 'dead', null, 'the alert was switched off' from due where not enabled),
  finished as (
    update delivery d set status = became::delivery_status, superseded_by = by,
      last_error = coalesce(reason, last_error), finished_at = now(), next_attempt_at = null, claimed_until = null
    from over where d.id = over.id returning d.id)
  select id::text, became from (
    select id, next_attempt_at, case when monitor_id is null then 'notice' else 'transition' end as became
    from due where enabled and (monitor_id is null or id in (select id from newest))
    union all select id, null, 'finished' from finished) row
  order by next_attempt_at, row.id`
