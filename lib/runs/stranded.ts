import type { Pool } from 'pg'
import { queueRuns } from '#lib/runs/queue.ts'
import { inTransaction } from '#lib/transaction.ts'

/** A run that waits longer while the queue is empty has lost its job. */
const STRANDED_SECONDS = 60
const REQUEUED_AT_ONCE = 1_000

/** Queues waiting runs again that no job stands for any more. A net; a second job for a run does no harm. */
export async function requeueStranded(pool: Pool): Promise<number> {
  return inTransaction(pool, async tx => {
    const { rows } = await tx.query<{ id: string }>(STRANDED, [STRANDED_SECONDS, REQUEUED_AT_ONCE])
    await queueRuns(
      tx,
      rows.map(({ id }) => id),
    )
    return rows.length
  })
}

const STRANDED = `
  select id::text as id from run
  where status = 'queued' and planned_at < now() - make_interval(secs => $1)
    and not exists (select 1 from graphile_worker.jobs where task_identifier = 'run')
  order by planned_at limit $2`
