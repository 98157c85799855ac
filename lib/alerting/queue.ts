import { heartbeat } from '#alerts/heartbeat.ts'
import { DELIVERIES, tellChanged, wakeFor } from '#lib/alerting/outbox/outbox.ts'
import type { Queryable } from '#lib/transaction.ts'

/** A transition to be told, already inserted by the same transaction or before. */
export interface Told {
  transitionId: string | number | bigint
  /** 0, or the how-manieth repetition while the monitor stays bad */
  repeat?: number
}

export interface Queued {
  id: string
  alertId: number
}

/**
 * Queues the deliveries of transitions: one for each alert that is on, has the new state's switch on
 * and is among those the monitor tells. What still waits for the same monitor and alert is superseded.
 * All of it is part of the caller's transaction. No job wakes the alerts: whoever commits does so, in its own process.
 */
export async function queueDeliveries(tx: Queryable, told: readonly Told[]): Promise<Queued[]> {
  if (told.length === 0) return []
  const { rows } = await tx.query<Queued>(INSERT_DELIVERIES, [
    told.map(({ transitionId }) => String(transitionId)),
    told.map(({ repeat = 0 }) => repeat),
  ])
  const made = rows.map(({ id }) => id)
  if (made.length === 0) return []

  const superseded = await tx.query<{ id: string }>(SUPERSEDE, [made])
  await tellChanged(tx, DELIVERIES, [...made, ...superseded.rows.map(({ id }) => id)])
  return rows
}

/** A heartbeat is told only by what names it: of all other monitors it would say that it lives when they recover. */
const SAYS_MORE = `a.type <> '${heartbeat.id}'`

/** An alert that is being deleted is waited for, and then told nothing. */
const INSERT_DELIVERIES = `
  insert into delivery (transition_id, monitor_id, alert_id, repeat)
  select t.id, t.monitor_id, a.id, told.repeat
  from unnest($1::text[], $2::int[]) as told(transition_id, repeat)
  join transition t on t.id = told.transition_id::bigint
  join monitor m on m.id = t.monitor_id
  join alert a on a.enabled and t."to" = any (a.states)
    and (m.alerts ? a.key or (${SAYS_MORE} and (m.alerts is null or jsonb_typeof(m.alerts) = 'null')))
  order by t.id, told.repeat, a.id
  for key share of a
  on conflict (transition_id, alert_id, repeat) do nothing
  returning id::text as id, alert_id as "alertId"`

/** An attempt under way is left to end: it may have been heard already. */
const SUPERSEDE = `
  update delivery old
  set status = 'superseded', superseded_by = newest.id, finished_at = now(), next_attempt_at = null
  from (
    select monitor_id, alert_id, max(id) as id from delivery
    where id = any ($1::text[]::bigint[]) group by monitor_id, alert_id
  ) newest
  where old.monitor_id = newest.monitor_id and old.alert_id = newest.alert_id
    and old.status = 'queued' and old.id < newest.id
    and (old.claimed_until is null or old.claimed_until <= now())
  returning old.id::text as id`

/** What a stream's pipeline tells, already inserted by the same transaction. */
export interface ToldNotice {
  noticeId: string
  /** keys of the alerts; null: all that are on for its state */
  alerts: readonly string[] | null
}

/**
 * Queues the deliveries of notices: one for each alert that is on, has the notice's state switched on and is among those that it
 * names. Each notice counts for itself: none supersedes another. All of it is part of the caller's transaction.
 */
export async function queueNotices(tx: Queryable, told: readonly ToldNotice[]): Promise<void> {
  const { rows } = await tx.query<{ id: string }>(INSERT_OF_NOTICES, [
    told.map(({ noticeId }) => noticeId),
    told.map(({ alerts }) => JSON.stringify(alerts)),
  ])
  const made = rows.map(({ id }) => id)
  if (made.length === 0) return
  await wakeFor(tx, DELIVERIES, made)
  await tellChanged(tx, DELIVERIES, made)
}

const INSERT_OF_NOTICES = `
  insert into delivery (notice_id, alert_id)
  select n.id, a.id
  from unnest($1::text[], $2::jsonb[]) as told(notice_id, alerts)
  join notice n on n.id = told.notice_id::bigint
  join alert a on a.enabled and n.state = any (a.states)
    and (told.alerts ? a.key or (${SAYS_MORE} and jsonb_typeof(told.alerts) = 'null'))
  order by n.id, a.id
  for key share of a
  returning id::text as id`
