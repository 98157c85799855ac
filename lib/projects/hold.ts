import type { Queryable } from '#lib/transaction.ts'

/**
 * Keeps projects from being deleted until the transaction ends. To be called by whatever writes for them before it locks
 * anything that goes with a project: a deletion holds the project first and then waits for the rest, so whoever came
 * to the project last would wait with it in a circle. Those that are gone are left out.
 */
export async function holdProjects(tx: Queryable, ids: Iterable<number>): Promise<void> {
  await tx.query(HOLD, [[...new Set(ids)]])
}

const HOLD = 'select from project where id = any ($1::int[]) order by id for key share'
