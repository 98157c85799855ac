import type { Pool } from 'pg'
import { log } from '#lib/log.ts'
import { tellIds } from '#lib/notices.ts'
import type { Queryable } from '#lib/transaction.ts'

/** A table of what is to be sent, and what stands beside it. Its rows say everything; the queue's jobs only wake. */
export interface Outbox {
  table: 'delivery' | 'post'
  /** where its attempts are noted, and the column that says whose */
  log: { table: string; of: string }
  /** the column of those that go one way: they may hold up each other, and no others */
  lane: string
  /** the queue's task, and the name of the lane in its payload */
  task: { name: 'deliver' | 'post'; lane: string }
  /** told which rows changed */
  channel: 'belfry_deliveries' | 'belfry_posts'
  /** SQL for the id of what replaces `o`, or null: what is replaced is not tried again */
  replacement: string
}

export const DELIVERIES: Outbox = {
  table: 'delivery',
  log: { table: 'delivery_attempt', of: 'delivery_id' },
  lane: 'alert_id',
  task: { name: 'deliver', lane: 'alertId' },
  channel: 'belfry_deliveries',
  replacement: `(select max(later.id) from delivery later
    where later.monitor_id = o.monitor_id and later.alert_id = o.alert_id and later.id > o.id)`,
}

export const POSTS: Outbox = {
  table: 'post',
  log: { table: 'post_attempt', of: 'post_id' },
  lane: 'lane',
  task: { name: 'post', lane: 'lane' },
  channel: 'belfry_posts',
  replacement: 'null::bigint',
}

export const BOXES = [DELIVERIES, POSTS]

/** Past its time for so long, a row has lost the process that was to wake its lane, or its job. */
export const OVERDUE_SECONDS = 5

/** Tells listening pages which rows changed. */
export const tellChanged = (tx: Queryable, box: Outbox, ids: readonly string[]): Promise<void> =>
  tellIds(tx, box.channel, ids)

/** Wakes the lanes of these rows when each is due: as part of the caller's transaction, one job for all of a second. */
export async function wakeFor(tx: Queryable, box: Outbox, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await tx.query(wakeSql(box), [ids])
}

/** What is due by now is not put off to the full second. */
const wakeSql = ({ table, lane, task }: Outbox) => `
  select count(*)::int from graphile_worker.add_jobs(array(
    select row('${task.name}', json_build_object('${task.lane}', ${lane}), null, at,
               null, null, null, null)::graphile_worker.job_spec
    from (
      select distinct ${lane}, case when next_attempt_at > now()
        then date_trunc('second', next_attempt_at) + interval '1 second' else now() end as at
      from ${table} where id = any ($1::text[]::bigint[]) and status = 'queued') woken))`

/**
 * Wakes the lanes of what waits past its time, and of what a process had taken that is gone: a net under the jobs, which may
 * be lost with the process that ran them. Answers how many lanes were woken.
 */
export async function wakeOverdue(
  tx: Queryable,
  { table, lane, task }: Outbox,
  overdueSeconds = OVERDUE_SECONDS,
): Promise<number> {
  const { rows } = await tx.query<{ id: string }>(
    `select j.id::text from (
       select ${lane} from ${table} where status = 'queued' and claimed_until <= now()
       union
       select ${lane} from ${table}
       where status = 'queued' and next_attempt_at <= now() - make_interval(secs => $1)
     ) overdue,
     graphile_worker.add_job('${task.name}', json_build_object('${task.lane}', ${lane}),
       job_key => '${task.name}:' || ${lane}) j`,
    [overdueSeconds],
  )
  return rows.length
}

/** Leaves what waits to other processes: this one has woken lanes, or was to, and goes. */
export async function handOn(pool: Pool): Promise<void> {
  // Without a database now, the net of whoever is next does it.
  for (const box of BOXES)
    await wakeOverdue(pool, box, 0).catch((error: unknown) =>
      log.warn({ err: error }, 'what waits could not be handed on'),
    )
}
