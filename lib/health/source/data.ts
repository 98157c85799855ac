import { pool } from '#lib/db/client.ts'
import { isTaken, readIntake, sumOf } from '#lib/health/vitals/intake.ts'
import { countOverdue, readRuns } from '#lib/health/vitals/runs.ts'
import { readDeliveries, readPosts, type Sending } from '#lib/health/vitals/sending.ts'
import { readStorage } from '#lib/health/vitals/storage.ts'

// What the source `belfry` answers scripts.

export async function sendingNow() {
  const [deliveries, posts] = await Promise.all([readDeliveries(pool()), readPosts(pool())])
  return { deliveries: inNumbers(deliveries), posts: inNumbers(posts) }
}

const inNumbers = ({ waiting, oldestSeconds, died, stuck }: Sending) => ({
  ...{ waiting, oldestSeconds, died },
  stuck: stuck.reduce((sum, { due }) => sum + due, 0),
})

export const overdueNow = () => countOverdue(pool(), new Date())

export const killedIn = async (minutes: number) => (await readRuns(pool(), minutes)).killed

export async function intakeIn(minutes: number) {
  const counts = await readIntake(pool(), minutes)
  const reasons: Record<string, number> = {}
  for (const { outcome, count } of counts.filter(entry => !isTaken(entry)))
    reasons[outcome] = (reasons[outcome] ?? 0) + count
  const taken = sumOf(counts.filter(isTaken))
  return { taken, dropped: sumOf(counts) - taken, reasons }
}

export async function storageNow() {
  const { transactionsLeft: _, ...storage } = await readStorage(pool())
  return storage
}
