import { afterAll, beforeAll, expect, test } from 'vitest'
import { seriesOf, sparklinesOf, statesBetween } from '#lib/monitors/series/data.ts'
import { freshDatabase } from '#tests/database.ts'
import { monitorReached } from '#tests/reached.ts'
import { seed } from '#tests/seed.ts'

const HOUR = 3_600_000
const MONITOR = monitorReached(1)
const now = new Date()
const ago = (hours: number) => new Date(now.getTime() - hours * HOUR)

let database: Awaited<ReturnType<typeof freshDatabase>>
beforeAll(async () => {
  database = await freshDatabase()
  await seed(database.url, 1, now)
})
afterAll(() => database.close())

test('a short time shows every run', async () => {
  const { bucketMs, times, columns } = await seriesOf(MONITOR, ago(1), now)
  expect([bucketMs, columns.map(({ name }) => name)]).toEqual([null, ['value', 'requests']])
  expect(times.length).toBeGreaterThanOrEqual(60)
})

test('a long time is made into buckets that keep the least and the greatest', async () => {
  const { bucketMs, times, columns } = await seriesOf(MONITOR, ago(28 * 24), now)
  expect(times.length).toBeLessThanOrEqual(600)
  expect(bucketMs).toBeGreaterThan(0)

  const { rows } = await database.pool.query<{ high: number }>(
    'select max(value::float8) as high from run where monitor_id = $1 and planned_at >= $2 and planned_at < $3',
    [MONITOR, ago(28 * 24), now],
  )
  const highs = columns[0]?.range?.high.filter(value => value !== null) ?? []
  expect(Math.max(...highs)).toBe(rows[0]?.high)
})

test('a time without runs has no lines', async () => {
  const { times, columns } = await seriesOf(MONITOR, new Date(0), new Date(1000))
  expect([times, columns]).toEqual([[], []])
})

test('the state before the first change of a time is that of the change before', async () => {
  const { bands, changes } = await statesBetween(MONITOR, ago(1), now)
  expect(bands.map(({ state }) => state)).toEqual(['OK', 'ALARM'])
  expect(changes.map(({ to }) => to)).toEqual(['ALARM'])
  const whole = await statesBetween(MONITOR, ago(6), now)
  expect(whole.bands.map(({ state }) => state)).toEqual([
    'OK',
    'ALARM',
    'OK',
    'ERROR',
    'OK',
    'ALARM',
  ])
})

test('a sparkline is a few points in order, gaps included', async () => {
  const lines = await sparklinesOf([MONITOR, monitorReached(4711)], ago(24), now)
  const points = lines.get(MONITOR) ?? []
  const shares = points.map(([share]) => share)
  expect(points.length).toBeGreaterThan(50)
  expect(points.length).toBeLessThan(80)
  expect(shares).toEqual([...shares].sort((a, b) => a - b))
  expect(lines.has(4711)).toBe(false)
})
