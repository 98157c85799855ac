import { tellIds } from '#lib/notices.ts'
import type { Queryable } from '#lib/transaction.ts'

/** Enough jobs that several engines share a full minute evenly, few enough that the queue costs little. */
const JOBS_PER_BOUNDARY = 100
const RUNS_PER_JOB = 50

/** Queues runs that the caller's transaction has inserted, at once or after a while. */
export async function queueRuns(
  tx: Queryable,
  runIds: readonly string[],
  afterSeconds = 0,
): Promise<void> {
  if (runIds.length === 0) return
  const payloads = portions(runIds).map(ids => JSON.stringify({ runIds: ids }))
  await tx.query(ADD_JOBS, [payloads, afterSeconds])
}

const ADD_JOBS = `
  select count(*)::int from graphile_worker.add_jobs(array(
    select row('run', payload::json, null, now() + make_interval(secs => $2),
               null, null, null, null)::graphile_worker.job_spec
    from unnest($1::text[]) as payload))`

function portions(ids: readonly string[]): string[][] {
  const size = Math.min(RUNS_PER_JOB, Math.ceil(ids.length / JOBS_PER_BOUNDARY))
  return Array.from({ length: Math.ceil(ids.length / size) }, (_, i) =>
    ids.slice(i * size, (i + 1) * size),
  )
}

/** Tells listening pages whose runs changed. */
export const notifyRuns = (tx: Queryable, monitorIds: readonly number[]): Promise<void> =>
  tellIds(tx, 'belfry_runs', monitorIds)
