import { holdProjects } from '#lib/projects/hold.ts'
import type { Queryable } from '#lib/transaction.ts'

/**
 * To be called by whatever changes the triggers of a project, in its transaction, before it reads or writes them: waits for the
 * batches that are met by the old ones, and those that come later meet the new ones. The lock is that of the table since
 * a row that is always shared by some feeder would never be free.
 */
export async function renewTriggers(tx: Queryable, projectId: number): Promise<void> {
  await holdProjects(tx, [projectId])
  await tx.query('lock table trigger_generation in exclusive mode')
  await tx.query(RAISE, [projectId])
}

/** A time, so that a database that was restored from before does not come to a number again. */
const RAISE = `
  insert into trigger_generation (project_id, number)
  values ($1, (extract(epoch from clock_timestamp()) * 1000000)::bigint)
  on conflict (project_id) do update set number = greatest(excluded.number, trigger_generation.number + 1)`
