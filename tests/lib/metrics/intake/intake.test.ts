import { afterEach, beforeEach, expect, test } from 'vitest'
import { readPoints, readPointsByValue } from '#lib/metrics/data.ts'
import type { OpenMetricIntake } from '#lib/metrics/intake/open.ts'
import type { Kind } from '#lib/metrics/terms.ts'
import { readTree } from '#lib/metrics/tree/data.ts'
import { freshDatabase } from '#tests/database.ts'
import { anUpdate, aProject, openIntake } from '#tests/lib/metrics/world.ts'
import { until } from '#tests/until.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
let intake: OpenMetricIntake

beforeEach(async () => {
  database = await freshDatabase()
  intake = openIntake(database.pool)
})
afterEach(async () => {
  await intake.close()
  await database.close()
})

const project = aProject()
const MAY = { from: 1_398_902_400, to: 1_401_580_799 }
const orders = { name: 'orders', period: 'day', ...MAY } as const

test('what is accepted is in the database when it is answered, as a whole and by filter', async () => {
  const outcomes = await intake.accept(project, 'gottwall', [
    anUpdate({ value: 2, f: { status: 'New' } }),
    anUpdate({ value: 3, at: 1_400_000_030, f: { status: ['New', 'Paid'] } }),
    anUpdate({ value: 5, at: 1_400_086_400 }),
  ])
  expect(outcomes).toEqual(['accepted', 'accepted', 'accepted'])
  expect(await readPoints(project, orders)).toEqual([
    [1_399_939_200, 5],
    [1_400_025_600, 5],
  ])
  expect(await readPoints(project, orders, { status: 'Paid' })).toEqual([
    [1_399_939_200, 3],
    [1_400_025_600, 0],
  ])
  expect(Object.fromEntries(await readPointsByValue(project, orders, 'status'))).toEqual({
    New: [
      [1_399_939_200, 5],
      [1_400_025_600, 0],
    ],
    Paid: [
      [1_399_939_200, 3],
      [1_400_025_600, 0],
    ],
  })
  expect(await readTree(1)).toEqual({ orders: { status: ['New', 'Paid'] } })
})

test.each([
  ['minute', 1_399_999_980],
  ['hour', 1_399_996_800],
  ['day', 1_399_939_200],
  ['week', 1_399_852_800],
  ['month', 1_398_902_400],
  ['year', 1_388_534_400],
  ['all', 0],
] as const)('every period can be read: %s', async (period, bucket) => {
  await intake.accept(project, 'http', [anUpdate({ value: 2 }), anUpdate({ at: 1_400_000_010 })])
  expect(await readPoints(project, { ...orders, period })).toEqual([[bucket, 3]])
})

test.each<[Kind, number]>([
  ['counter', 9],
  ['average', 3],
  ['gauge', 2],
  ['distribution', 3],
])('a %s of 3, 4 and 2 is shown as %d', async (kind, shown) => {
  const send = (value: number, seconds: number) =>
    intake.accept(project, 'http', [anUpdate({ kind, value, at: 1_400_000_000 + seconds })])
  await send(3, 1)
  await send(2, 5)
  await send(4, 3)
  expect(await readPoints(project, { ...orders, kind })).toEqual([[1_399_939_200, shown]])
})

test('a name that is counted in two ways is two metrics', async () => {
  await intake.accept(project, 'http', [
    anUpdate({ value: 5 }),
    anUpdate({ kind: 'gauge', value: 7 }),
  ])
  await intake.accept(project, 'http', [anUpdate({ value: 5 })])
  expect(await readPoints(project, { ...orders, kind: 'counter' })).toEqual([[1_399_939_200, 10]])
  expect(await readPoints(project, { ...orders, kind: 'gauge' })).toEqual([[1_399_939_200, 7]])
})

test('filters are counted together where the project says so, and refused to be read so elsewhere', async () => {
  const sets = [
    ['device', 'status'],
    ['status', 'device'],
  ]
  const own = aProject({ settings: { metrics: { sets } } })
  const f = { status: 'New', device: 'web' }
  await intake.accept(own, 'http', [anUpdate({ f }), anUpdate({ f: { ...f, device: 'app' } })])
  expect(await readPoints(own, orders, f)).toEqual([[1_399_939_200, 1]])
  await expect(readPoints(project, orders, f)).rejects.toMatchObject({
    fields: { filters: 'are not counted together' },
  })
})

test('days begin with the clocks of the project', async () => {
  const own = aProject({ settings: { metrics: { timezone: 'America/New_York' } } })
  await intake.accept(own, 'http', [anUpdate({ at: 1_400_025_600 + 3_600 })])
  expect(await readPoints(own, orders)).toEqual([[1_399_953_600, 1]])
})

test('a repeat of a key is counted once, also from another process', async () => {
  const other = openIntake(database.pool)
  const send = (by: OpenMetricIntake) => by.accept(project, 'http', [anUpdate()], { key: 'k' })
  const answers = await Promise.all([send(intake), send(other)])
  await other.close()
  expect(answers.flat().sort()).toEqual(['accepted', 'duplicate'])
  expect(await readPoints(project, orders)).toEqual([[1_399_939_200, 1]])
})

test('streams are counted too, and what processes count at once is added', async () => {
  const others = [openIntake(database.pool), openIntake(database.pool)]
  for (const one of [intake, ...others])
    for (let i = 0; i < 1_000; i++)
      one.offer(
        project,
        'gottwall',
        anUpdate({ at: 1_400_000_000 + i, f: { n: String(i % 10) } }),
        50,
      )
  await Promise.all([intake, ...others].map(one => one.close()))
  expect(await readPoints(project, orders)).toEqual([[1_399_939_200, 3_000]])
  expect(await readPoints(project, orders, { n: '7' })).toEqual([[1_399_939_200, 300]])
})

test('an update with more combinations than there may be series is refused without making them', async () => {
  const names = ['a', 'b', 'c', 'd', 'e']
  const own = aProject({ settings: { metrics: { sets: [names] } } })
  const values = Array.from({ length: 50 }, (_, i) => `${i}`)
  const f = Object.fromEntries(names.map(name => [name, values]))
  expect(await intake.accept(own, 'http', [anUpdate({ f })])).toEqual(['too_many_series'])
})

test('numbers beyond all measure cost no others of their project', async () => {
  const took = { name: 'took', kind: 'distribution' } as const
  const odd = [{ value: 1e308 }, { value: -1e308 }, { ...took, times: 1e300 }]
  for (const one of odd) intake.offer(project, 'statsd', anUpdate(one), 1)
  const full = { ...took, times: 1e9 }
  for (let i = 0; i < 2; i++)
    await intake.accept(project, 'http', [
      anUpdate({ value: 1e100 }),
      ...Array.from({ length: 2_000 }, () => anUpdate(full)),
    ])
  await intake.accept(project, 'http', [anUpdate({ name: 'other', value: 3 })])
  expect(await readPoints(project, { ...orders, name: 'other' })).toEqual([[1_399_939_200, 3]])
  expect(await readPoints(project, orders)).toEqual([[1_399_939_200, 2e100]])
  expect(intake.stats().dropped).toBe(3)
})

test('beyond the limit of series nothing new is counted, what is known still is', async () => {
  const own = aProject({ limits: { series: 3 } })
  const send = (f: Record<string, string>) => intake.accept(own, 'http', [anUpdate({ f })])
  expect(await send({ a: '1' })).toEqual(['accepted'])
  expect(await send({ a: '2' })).toEqual(['accepted'])
  expect(await send({ a: '3' })).toEqual(['too_many_series'])
  expect(await send({ a: '1' })).toEqual(['accepted'])
  expect(await readPoints(own, orders)).toEqual([[1_399_939_200, 3]])
})

test('times that the project does not count are refused', async () => {
  const own = aProject({ settings: { metrics: { pastDays: 1, futureMinutes: 10 } } })
  const now = Date.now() / 1000
  const times = [now - 86_000, now - 87_000, now + 300, now + 900]
  const updates = times.map(at => anUpdate({ at }))
  expect(await intake.accept(own, 'http', updates)).toEqual([
    ...['accepted', 'out_of_window', 'accepted', 'out_of_window'],
  ])
})

test('a metric that was deleted begins again', async () => {
  await intake.accept(project, 'http', [anUpdate()])
  await database.pool.query('delete from metric')
  await intake.accept(project, 'http', [anUpdate({ value: 4 })])
  expect(await readPoints(project, orders)).toEqual([[1_399_939_200, 4]])
})

test('percentiles are there for any range, whatever was written when', async () => {
  for (const from of [1, 51])
    await intake.accept(
      project,
      'statsd',
      Array.from({ length: 50 }, (_, i) => anUpdate({ kind: 'distribution', value: from + i })),
    )
  const { rows } = await database.pool.query(
    'select bins, bin_counts, count, sum from metric_month',
  )
  expect(rows).toHaveLength(1)
  expect(rows[0]).toMatchObject({ count: 100, sum: 5_050 })
  expect(rows[0].bin_counts.map(Number).reduce((a: number, b: number) => a + b)).toBe(100)
})

test('thousands of new series at once are counted, and found again by another process', async () => {
  const updates = Array.from({ length: 5_000 }, (_, i) =>
    anUpdate({ name: `metric ${i % 100}`, f: { shard: `${i}` } }),
  )
  await intake.accept(project, 'http', updates)
  const other = openIntake(database.pool)
  await other.accept(project, 'http', updates)
  await other.close()
  const { rows } = await database.pool.query(
    `select s.filters, count(*)::int as series, sum(d.sum) from metric_day d
     join metric_series s on s.id = d.series_id group by 1 order by 2`,
  )
  expect(rows).toEqual([
    { filters: [], series: 100, sum: 10_000 },
    { filters: ['shard'], series: 5_000, sum: 10_000 },
  ])
})

test('what comes while nothing else does is written, too', async () => {
  const manner = { kind: 'counter', times: 1, filters: [] } as const
  await until(() => intake.meter(project, 'statsd', manner) !== null)
  const meter = intake.meter(project, 'statsd', manner)
  for (const _ of [1, 2, 3]) expect(meter?.add('orders', 2, 1_400_000_000)).toBeNull()
  await until(async () => (await readPoints(project, orders))[0]?.[1] === 6)
})

test('a value that is not to be does not pass for two that are', async () => {
  await intake.accept(project, 'http', [anUpdate({ f: { a: ['x', 'y'] } })])
  expect(intake.offer(project, 'gottwall', anUpdate({ f: { a: ['x\ty'] } }), 1)).toBe(false)
  expect(intake.offer(project, 'gottwall', anUpdate({ name: 'a\nb' }), 1)).toBe(false)
  expect(intake.offer(project, 'gottwall', anUpdate({ f: { a: ['x', 'y'] } }), 1)).toBe(true)
})

test('streams are not read while the series of a project are', async () => {
  const manner = { kind: 'counter', times: 1, filters: [] } as const
  expect(intake.room()).toBeUndefined()
  expect(intake.meter(project, 'statsd', manner)).toBeNull()
  await intake.room()
  expect(intake.meter(project, 'statsd', manner)).not.toBeNull()
  expect(intake.room()).toBeUndefined()
})
