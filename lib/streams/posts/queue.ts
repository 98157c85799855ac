import { tellIds } from '#lib/notices.ts'
import type { Queryable } from '#lib/transaction.ts'

/** A post still waiting this long after its time has lost its job. */
const OVERDUE_SECONDS = 60

/** Tells listening pages which posts changed. */
const notifyPosts = (tx: Queryable, ids: readonly string[]): Promise<void> =>
  tellIds(tx, 'belfry_posts', ids)

/** A job only wakes the lane; which post goes is decided when it is claimed. */
const ADD_JOBS = `
  select count(*)::int from graphile_worker.add_jobs(array(
    select row('post', json_build_object('lane', lane), null, next_attempt_at,
               null, 'post:' || id, null, null)::graphile_worker.job_spec
    from post where id = any ($1::text[]::bigint[]) and status = 'queued'))`

/** Queues posts, each for its next time, as part of the caller's transaction. */
export async function queuePosts(tx: Queryable, ids: readonly string[]): Promise<void> {
  await tx.query(ADD_JOBS, [ids])
  await notifyPosts(tx, ids)
}

/** Takes away the job of a post that is over. */
export async function removePostJob(tx: Queryable, id: string): Promise<void> {
  await tx.query(`select (graphile_worker.remove_job('post:' || $1::text)).id::text`, [id])
  await notifyPosts(tx, [id])
}

/**
 * Wakes the lanes that have posts long past their time: a net under the jobs, which may be lost with the process that ran them.
 * Answers how many lanes were woken.
 */
export async function requeueOverduePosts(
  tx: Queryable,
  overdueSeconds = OVERDUE_SECONDS,
): Promise<number> {
  const { rows } = await tx.query<{ id: string }>(
    `select j.id::text from (
       select distinct lane from post
       where status = 'queued' and next_attempt_at <= now() - make_interval(secs => $1)
     ) overdue,
     graphile_worker.add_job('post', json_build_object('lane', lane),
       job_key => 'posts:' || lane) j`,
    [overdueSeconds],
  )
  return rows.length
}
