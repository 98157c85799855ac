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

const june = 'from_date=2014-06-01&to_date=2014-06-30'

test('beside a series can be that of the same length of time before', async () => {
  const asked = `name=orders&period=month&${june}&compare=true`
  expect((await api('GET', `/api/metrics/stats?${asked}`)).body).toMatchObject({
    range: [[1401580800, -8]],
    before: { range: [[1398902400, 11]], avg: 11, min: 11, max: 11 },
  })
})

test('a dataset can be that of the greatest values only', async () => {
  const asked = `name=orders&period=month&${MAY_AND_JUNE}&filter_name=status&most=1`
  expect(Object.keys((await api('GET', `/api/metrics/dataset?${asked}`)).body.data)).toEqual([
    'Paid',
  ])
})

const csv = async (path: string) => {
  const { status, headers, body } = await api('GET', path)
  expect([status, headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8'])
  return { name: headers.get('content-disposition'), lines: body.trimEnd().split('\r\n') }
}

test('a series is given as CSV', async () => {
  const { name, lines } = await csv(`/api/metrics/stats.csv?name=orders&period=day&${MAY_AND_JUNE}`)
  expect(name).toBe('attachment; filename="orders.csv"')
  expect(lines).toEqual([
    'time,orders',
    '2014-05-13T00:00:00Z,6',
    '2014-05-14T00:00:00Z,5',
    '2014-06-12T00:00:00Z,-8',
  ])
})

test('with the time before in a column of its own', async () => {
  const { lines } = await csv(
    `/api/metrics/stats.csv?name=orders&period=month&${june}&compare=true`,
  )
  expect(lines).toEqual(['time,orders,"orders, before"', '2014-06-01T00:00:00Z,-8,11'])
})

test('a dataset is given as CSV, a column for each value', async () => {
  const asked = `name=orders&period=month&${MAY_AND_JUNE}&filter_name=status`
  expect((await csv(`/api/metrics/dataset.csv?${asked}`)).lines).toEqual([
    ...['time,New,Paid', '2014-05-01T00:00:00Z,5,4', '2014-06-01T00:00:00Z,-8,0'],
  ])
})

test('no text of a sender is a formula in a spreadsheet, and none ends the name of the file', async () => {
  const intake = openIntake(database.pool)
  const name = '=1+2"\\;.exe'
  await intake.accept(aProject(), 'http', [anUpdate({ name, f: { status: '@SUM(A1)' } })])
  await intake.close()
  const asked = `name=${encodeURIComponent(name)}&period=day&${MAY_AND_JUNE}`
  const one = await csv(`/api/metrics/stats.csv?${asked}`)
  expect(one.lines[0]).toBe(`time,"'=1+2""\\;.exe"`)
  expect(one.name).toBe('attachment; filename="-1-2-exe.csv"')
  const many = await csv(`/api/metrics/dataset.csv?${asked}&filter_name=status`)
  expect(many.lines[0]).toBe(`time,"'@SUM(A1)"`)
})

test('more points than fit into an answer are refused', async () => {
  await database.pool.query(
    `with metrics as (
       insert into metric (project_id, name, kind, first_seen, last_seen)
       values (1, 'wide', 'counter', now(), now()) returning id),
     whole as (
       insert into metric_series (project_id, metric_id, filters, filter_values) select 1, id, '{}', '{}' from metrics returning id),
     each as (
       insert into metric_series (project_id, metric_id, filters, filter_values)
       select 1, id, '{host}', array[n::text] from metrics, generate_series(1, 1000) n)
     insert into metric_minute (project_id, series_id, bucket, sum, count, min, max, last, last_at)
     select 1, id, 1400000000 / 60 * 60 + 60 * n, 1, 1, 1, 1, 1, 0 from whole, generate_series(0, 500) n`,
  )
  const asked = 'name=wide&from_date=1400000000&to_date=1400043200&filter_name=host'
  const refused = await api('GET', `/api/metrics/dataset?${asked}&period=minute`)
  expect([refused.status, Object.keys(refused.body.error.fields)]).toEqual([400, ['period']])
  expect((await api('GET', `/api/metrics/dataset?${asked}&period=day`)).status).toBe(200)
})
