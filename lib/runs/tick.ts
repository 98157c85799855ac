import type { Pool } from 'pg'
import { planSchedule, type Schedule } from '#lib/runs/planned.ts'
import { makeUpBefore } from '#lib/runs/reconcile.ts'
import { inTransaction } from '#lib/transaction.ts'

/**
 * What happens when a planned time of a schedule has come. What is lacking before it is made up for first, so that of every
 * monitor all times up to its newest run are accounted for. Answers how many runs were planned for this time.
 */
export const tick = (pool: Pool, schedule: Schedule, at: Date): Promise<number> =>
  inTransaction(pool, async tx => {
    await makeUpBefore(tx, schedule, at, new Date())
    return planSchedule(tx, schedule, at)
  })
