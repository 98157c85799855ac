import { afterAll, beforeAll, expect, test } from 'vitest'
import { cleanUpMetrics, cleanUpTotals } from '#lib/metrics/clean-up.ts'
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

test('what senders sent last is forgotten when they are not heard of for days', async () => {
  const { pool } = database
  await pool.query(
    `insert into metric_total (project_id, stream, at, seen_at)
     select 1, days::text, 0, now() - make_interval(days => days) from unnest(array[0, 3, 5]) as days`,
  )
  expect(await cleanUpTotals(pool, new Date(), new AbortController().signal)).toBe(1)
  const { rows } = await pool.query('select stream from metric_total order by stream')
  expect(rows).toEqual([{ stream: '0' }, { stream: '3' }])
})
