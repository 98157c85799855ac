import { afterEach, beforeEach, expect, test } from 'vitest'
import type { OpenMetricIntake } from '#lib/metrics/intake/open.ts'
import type { Counted, Point } from '#lib/metrics/totals/counted.ts'
import { freshDatabase } from '#tests/database.ts'
import { aProject, openIntake } from '#tests/lib/metrics/world.ts'

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
const START = 1_400_000_000

/** What a sender that began at `START` has counted some seconds later. */
const aPoint = (
  seconds: number,
  sum: number,
  {
    stream = 'web-1',
    counted = { of: 'sum', sum } as Counted,
    ...rest
  }: Partial<Point> & { stream?: string } = {},
): Point => ({
  ...{ name: 'orders', kind: 'counter', filters: [], at: START + seconds, counted },
  running: { stream, family: 'shop', since: START },
  ...rest,
})

const send = (...points: Point[]) => intake.accept(project, 'otlp', points)

async function total(): Promise<number> {
  const { rows } = await database.pool.query<{ sum: number }>(
    `select sum(b.sum) from metric_month b join metric_series s on s.id = b.series_id where s.filters = '{}'`,
  )
  return rows[0]?.sum ?? 0
}

test('what is new since the last report is counted, in one request or in several', async () => {
  expect(await send(aPoint(60, 3))).toEqual(['accepted'])
  expect(await send(aPoint(120, 5), aPoint(180, 5), aPoint(240, 9))).toEqual([
    ...['accepted', 'accepted', 'accepted'],
  ])
  expect(await total()).toBe(9)
})

test('a report that comes again is told to be a repeat, one that is older too', async () => {
  await send(aPoint(120, 5))
  expect(await send(aPoint(120, 5), aPoint(60, 3))).toEqual(['duplicate', 'duplicate'])
  expect(await total()).toBe(5)
})

test('another process goes on where one has stopped', async () => {
  await send(aPoint(60, 3))
  await intake.close()
  intake = openIntake(database.pool)
  await send(aPoint(120, 5))
  expect(await total()).toBe(5)
})

test('processes that get the same report at once count it once', async () => {
  const others = [openIntake(database.pool), openIntake(database.pool)]
  const all = [intake, ...others]
  for (const [seconds, sum] of [
    [60, 3],
    [120, 8],
  ] as const)
    await Promise.all(all.map(one => one.accept(project, 'otlp', [aPoint(seconds, sum)])))
  await Promise.all(others.map(one => one.close()))
  expect(await total()).toBe(8)
})

test('what the database does not take is not remembered, and comes with the next report', async () => {
  await database.pool.query('alter table metric_month add constraint small check (sum < 4)')
  await send(aPoint(60, 3))
  await expect(send(aPoint(120, 7))).rejects.toThrow(/refused/)
  await database.pool.query('alter table metric_month drop constraint small')
  await send(aPoint(180, 9))
  expect(await total()).toBe(9)
})

test('what is refused for the limit of series is counted with the next report, when there is room', async () => {
  const filters = [{ name: 'country', values: ['ch'] }]
  const narrow = aProject({ limits: { series: 1 } })
  const refused = await intake.accept(narrow, 'otlp', [aPoint(60, 3, { filters })])
  expect(refused).toEqual(['too_many_series'])
  expect(await intake.accept(project, 'otlp', [aPoint(120, 5, { filters })])).toEqual(['accepted'])
  expect(await total()).toBe(5)
})

test('no more streams are remembered than a project may have', async () => {
  const narrow = aProject({ limits: { series: 1 } })
  const points = Array.from({ length: 9 }, (_, i) => aPoint(60, 1, { stream: `web-${i}` }))
  const outcomes = await intake.accept(narrow, 'otlp', points)
  expect(new Set(outcomes)).toEqual(new Set(['accepted', 'too_many_series']))
  expect(outcomes.filter(outcome => outcome === 'accepted').length).toBeLessThanOrEqual(5)
  expect(await intake.accept(narrow, 'otlp', [aPoint(120, 4, { stream: 'web-0' })])).toEqual([
    'accepted',
  ])
})

test('histograms count what each bucket has more', async () => {
  const took = (counts: number[], sum: number): Counted => ({
    ...{ of: 'buckets', bounds: [10, 100], counts, sum, range: { min: null, max: null } },
  })
  const point = (seconds: number, counted: Counted) =>
    aPoint(seconds, 0, { name: 'took', kind: 'distribution', counted })
  await send(point(60, took([2, 0, 0], 8)))
  await send(point(120, took([2, 1, 0], 58)))
  const { rows } = await database.pool.query(
    'select sum, count, min, max, bin_counts from metric_month',
  )
  expect(rows).toEqual([{ sum: 58, count: 3, min: 4, max: 50, bin_counts: ['2', '1'] }])
})

test('a histogram with a bucket beyond all measure is refused whole', async () => {
  const counted: Counted = {
    ...{ of: 'exponents', sum: null, scale: 0, zero: 0, negative: [] },
    positive: [
      [0, 1],
      [400, 1],
    ],
    range: { min: null, max: null },
  }
  const point = aPoint(60, 0, { kind: 'distribution', counted })
  expect(await send(point, { ...point, running: null })).toEqual(['invalid', 'invalid'])
  const { rows } = await database.pool.query('select from metric_month')
  expect(rows).toEqual([])
})
