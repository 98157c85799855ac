import { afterAll, beforeAll, expect, test } from 'vitest'
import { cleanUpMetrics } from '#lib/metrics/clean-up.ts'
import { readPoints } from '#lib/metrics/data.ts'
import { freshDatabase } from '#tests/database.ts'
import { anUpdate, aProject, openIntake } from '#tests/lib/metrics/world.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.close())

test('buckets go when their period’s time is over, and what is to be kept for ever stays', async () => {
  const now = 1_700_000_000
  const intake = openIntake(database.pool)
  const daysAgo = (days: number) => anUpdate({ at: now - days * 86_400 })
  await intake.accept(aProject(), 'http', [0, 29, 31, 729, 731, 4_000].map(daysAgo))
  await intake.close()
  await cleanUpMetrics(database.pool, new Date(now * 1000), new AbortController().signal)

  const count = async (period: 'minute' | 'hour' | 'day' | 'month') => {
    const points = await readPoints(aProject(), { name: 'orders', period, from: 0, to: now })
    return points.reduce((sum, [, value]) => sum + value, 0)
  }
  expect(await Promise.all((['minute', 'hour', 'day', 'month'] as const).map(count))).toEqual([
    ...[2, 4, 6, 6],
  ])
})
