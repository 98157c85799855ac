import { afterAll, beforeAll, expect, test } from 'vitest'
import type { MetricUpdate } from '#lib/metrics/update.ts'
import { api } from '#tests/app/api/client.ts'
import { freshDatabase } from '#tests/database.ts'
import { anUpdate, aProject, openIntake } from '#tests/lib/metrics/world.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>

/** The six numbers that GottWall's own cases count. */
const sent: MetricUpdate[] = [
  anUpdate({ value: 2, f: { status: 'New' } }),
  anUpdate({ value: 3, at: 1_400_000_030, f: { status: ['New', 'Paid'] } }),
  anUpdate({ value: 1, at: 1_400_003_700, f: { status: 'Paid', device: 'web' } }),
  anUpdate({ value: 5, at: 1_400_086_400 }),
  anUpdate({ value: -4, at: 1_402_600_000, f: { status: 'New' } }),
  anUpdate({ value: -4, at: 1_402_600_000, f: { status: 'New' } }),
  ...[10, 20, 30, 40].map(value => anUpdate({ name: 'took', kind: 'distribution', value })),
]

beforeAll(async () => {
  database = await freshDatabase()
  const intake = openIntake(database.pool)
  await intake.accept(aProject(), 'http', sent)
  await intake.close()
})
afterAll(() => database.close())

const MAY_AND_JUNE = 'from_date=2014-05-01&to_date=2014-06-30'

test('the tree has metrics, filters and values', async () => {
  expect((await api('GET', '/api/metrics')).body).toEqual({
    orders: { device: ['web'], status: ['New', 'Paid'] },
    took: {},
  })
})

test.each([
  [
    'day',
    '',
    [
      [1399939200, 6],
      [1400025600, 5],
      [1402531200, -8],
    ],
    { avg: 1, min: -8, max: 6 },
  ],
  ['year', '', [[1388534400, 3]], { avg: 3, min: 3, max: 3 }],
  [
    'minute',
    '&filter_name=status&filter_value=Paid',
    [
      [1399999980, 3],
      [1400003700, 1],
      [1400086380, 0],
      [1402599960, 0],
    ],
    { avg: 1, min: 0, max: 3 },
  ],
])('stats by %s%s', async (period, filter, range, info) => {
  const asked = `name=orders&period=${period}&${MAY_AND_JUNE}${filter}`
  expect((await api('GET', `/api/metrics/stats?${asked}`)).body).toEqual({
    ...{ range, ...info, project: 'default', period, name: 'orders' },
    filter_name: filter ? 'status' : null,
    filter_value: filter ? 'Paid' : null,
  })
})

test('a dataset has a series for every value of a filter', async () => {
  const asked = `name=orders&period=month&${MAY_AND_JUNE}&filter_name=status`
  expect((await api('GET', `/api/metrics/dataset?${asked}`)).body).toEqual({
    data: {
      New: {
        range: [
          [1398902400, 5],
          [1401580800, -8],
        ],
        avg: -2,
        min: -8,
        max: 5,
      },
      Paid: {
        range: [
          [1398902400, 4],
          [1401580800, 0],
        ],
        avg: 2,
        min: 0,
        max: 4,
      },
    },
    ...{ project: 'default', period: 'month', name: 'orders', filter_name: 'status' },
  })
})

test.each([
  ['max', 40],
  ['count', 4],
  ['mean', 25],
  ['rate', 100 / 86_400],
])('a distribution can be looked at as its %s', async (view, value) => {
  const asked = `name=took&period=day&${MAY_AND_JUNE}&view=${view}`
  expect((await api('GET', `/api/metrics/stats?${asked}`)).body.range).toEqual([
    [1399939200, value],
  ])
})

test('percentiles are near the truth', async () => {
  const asked = `name=took&period=day&${MAY_AND_JUNE}&view=p50`
  const [[, median]] = (await api('GET', `/api/metrics/stats?${asked}`)).body.range
  expect(median).toBeGreaterThanOrEqual(19.8)
  expect(median).toBeLessThanOrEqual(20.2)
})

test.each([
  ['name=orders&from_date=2015-01-01&to_date=2011-01-01', 'from_date'],
  ['name=orders&from_date=soon', 'from_date'],
  ['from_date=2014-05-01', 'name'],
  ['name=orders&period=decade', 'period'],
  ['name=orders&filter_name=status', 'filter_value'],
  ['name=orders&filters=x', 'filters'],
  ['name=orders&filters={"status":"New","device":"web"}', 'filters'],
])('%s: the field at fault is named', async (asked, field) => {
  const { status, body } = await api('GET', `/api/metrics/stats?${asked}`)
  expect(status).toBe(400)
  expect(Object.keys(body.error.fields)).toEqual([field])
})

test('of what nobody has sent there is nothing', async () => {
  expect((await api('GET', '/api/metrics/stats?name=nothing')).body).toMatchObject({
    range: [],
    avg: 0,
  })
  expect((await api('GET', '/api/metrics?project=nothing')).status).toBe(404)
})
