import { type Failing, readFailing } from '#lib/health/vitals/failing.ts'
import { type IntakeCount, readIntake } from '#lib/health/vitals/intake.ts'
import { countOverdue, type RunVitals, readRuns } from '#lib/health/vitals/runs.ts'
import { readDeliveries, readPosts, type Sending } from '#lib/health/vitals/sending.ts'
import { readStorage, type Storage } from '#lib/health/vitals/storage.ts'
import type { Queryable } from '#lib/transaction.ts'

/** What is told of runs and of what comes in is of so many last minutes. */
export const VITAL_MINUTES = 5

/** How an installation does what it is there for, as its database tells. */
export interface Vitals {
  runs: RunVitals
  /** active monitors whose time has passed without a run */
  overdue: number
  deliveries: Sending
  posts: Sending
  intake: IntakeCount[]
  storage: Storage
  failing: Failing[]
}

export async function readVitals(
  client: Queryable,
  now: Date,
  minutes = VITAL_MINUTES,
): Promise<Vitals> {
  const [runs, overdue, deliveries, posts, intake, storage, failing] = await Promise.all([
    readRuns(client, minutes),
    countOverdue(client, now),
    readDeliveries(client),
    readPosts(client),
    readIntake(client, minutes),
    readStorage(client),
    readFailing(client),
  ])
  return { runs, overdue, deliveries, posts, intake, storage, failing }
}
