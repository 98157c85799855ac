import type { Queryable } from '#lib/transaction.ts'

/** A post still waiting this long after its time has lost its job. */
const OVERDUE_SECONDS = 60

/** A job only wakes the lane; which post goes is decided when it is claimed. */
const ADD_JOBS = `
  select count(*)::int from graphile_worker.add_jobs(array(
    select row('post', json_build_object('lane', lane), null, next_attempt_at,
               null, 'post:' || id, null, null)::graphile_worker.job_spec
    from post where id = any ($1::text[]::bigint[]) and status = 'queued'))`

/** Queues posts, each for its next time, as part of the caller's transaction. */
export const queuePosts = (tx: Queryable, ids: readonly string[]) => tx.query(ADD_JOBS, [ids])

/** Takes away the job of a post that is over. */
export const removePostJob = (tx: Queryable, id: string) =>
  tx.query(`select (graphile_worker.remove_job('post:' || $1::text)).id::text`, [id])

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
