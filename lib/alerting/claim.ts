import type { PoolClient } from 'pg'
import { DELIVERIES, tellChanged } from '#lib/alerting/outbox/outbox.ts'

/** How many may go: what monitors tell is not held back by what streams tell, of which thousands may come at once. */
export interface Room {
  all: number
  notices: number
}

export interface DueDeliveries {
  /** of monitors, then of notices of streams */
  transitions: string[]
  notices: string[]
  /** some were finished in place of being taken, so that there may be more */
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
  const { rows } = await client.query<Candidate>(NEXT_DUE, [alertId, all, notices])
  const off = rows.filter(({ enabled }) => !enabled)
  const replaced = rows.filter(({ enabled, later }) => enabled && later !== null)
  const going = rows.filter(({ enabled, later }) => enabled && later === null)
  await switchedOff(client, off)
  await supersede(client, alertId, [...replaced, ...going])
  return {
    transitions: going.filter(({ monitor_id }) => monitor_id !== null).map(({ id }) => id),
    notices: going.filter(({ monitor_id }) => monitor_id === null).map(({ id }) => id),
    finished: off.length + replaced.length,
  }
}

/** Held until the caller's transaction ends. */
export const lockAlert = (client: PoolClient, alertId: number) =>
  client.query('select pg_advisory_xact_lock($1, $2)', [ALERTS_LOCK, alertId])
const ALERTS_LOCK = 5_170_313

interface Candidate {
  id: string
  /** null for the notice of a stream, of which each counts for itself */
  monitor_id: number | null
  enabled: boolean
  /** the newest after this one, whatever became of it: what is older is not told any more */
  later: string | null
}

const dueSql = (of: string, most: string) => `
  select d.id, d.monitor_id, d.next_attempt_at from delivery d
  where d.alert_id = $1 and d.status = 'queued' and d.next_attempt_at <= now() and ${of}
    and not exists (
      select 1 from delivery other
      where other.monitor_id = d.monitor_id and other.alert_id = d.alert_id
        and other.status = 'queued' and other.claimed_until > now())
  order by d.next_attempt_at, d.id
  limit ${most}
  for update of d skip locked`

const NEXT_DUE = `
  with of_monitors as (${dueSql('d.monitor_id is not null', '$2')}),
  of_streams as (${dueSql('d.monitor_id is null', 'least($3, $2 - (select count(*) from of_monitors))')})
  select due.id::text, due.monitor_id, a.enabled,
    (select max(id)::text from delivery later
     where later.monitor_id = due.monitor_id and later.alert_id = $1 and later.id > due.id) as later
  from (select * from of_monitors union all select * from of_streams) due
  join alert a on a.id = $1
  order by due.monitor_id is null, due.next_attempt_at, due.id`

const OVER = 'finished_at = now(), next_attempt_at = null, claimed_until = null'

async function switchedOff(client: PoolClient, off: readonly Candidate[]) {
  if (off.length === 0) return
  const ids = off.map(({ id }) => id)
  await client.query(
    `update delivery set status = 'dead', last_error = 'the alert was switched off', ${OVER}
     where id = any ($1::text[]::bigint[])`,
    [ids],
  )
  await tellChanged(client, DELIVERIES, ids)
}

/**
 * Recording a change and recording an attempt at the same moment, neither sees the other, and what should be superseded stays
 * queued: all that waits before the newest of these monitors. A row that is locked is about to be finished by whoever looks at it.
 */
async function supersede(client: PoolClient, alertId: number, rows: readonly Candidate[]) {
  const newest = new Map(rows.map(({ monitor_id, id, later }) => [monitor_id, later ?? id]))
  newest.delete(null)
  if (newest.size === 0) return
  const { rows: gone } = await client.query<{ id: string }>(SUPERSEDE, [
    ...[alertId, [...newest.keys()], [...newest.values()]],
  ])
  await tellChanged(
    client,
    DELIVERIES,
    gone.map(({ id }) => id),
  )
}

const SUPERSEDE = `
  with old as (
    select d.id, newest.id as newest
    from unnest($2::int[], $3::text[]::bigint[]) as newest(monitor_id, id)
    join delivery d on d.monitor_id = newest.monitor_id and d.alert_id = $1
      and d.status = 'queued' and d.id < newest.id
    for update of d skip locked)
  update delivery d set status = 'superseded', superseded_by = newest, ${OVER}
  from old where d.id = old.id returning d.id::text`
