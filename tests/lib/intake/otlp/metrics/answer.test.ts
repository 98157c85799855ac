import { afterAll, beforeAll, expect, test } from 'vitest'
import { updateProject } from '#lib/projects/mutations.ts'
import { byAda } from '#tests/actor.ts'
import { openMetricsWorld } from '#tests/lib/intake/otlp/metrics/world.ts'
import { until } from '#tests/until.ts'

let world: Awaited<ReturnType<typeof openMetricsWorld>>
beforeAll(async () => {
  world = await openMetricsWorld()
})
afterAll(() => world.close())

const timeUnixNano = `${Date.now()}000000`

/** A request in JSON with one sum of what is new. */
const orders = (...dataPoints: unknown[]) =>
  JSON.stringify({ resourceMetrics: [{ scopeMetrics: [{ metrics: [orderMetric(dataPoints)] }] }] })
const orderMetric = (dataPoints: unknown[]) => ({
  ...{ name: 'orders', sum: { dataPoints, aggregationTemporality: 1, isMonotonic: true } },
})
const point = (asInt: number, rest: object = {}) => ({ asInt, timeUnixNano, ...rest })

/** What came in by OTLP, by what became of it. */
async function arrivals(reason: string): Promise<number> {
  const { rows } = await world.pool.query<{ n: number }>(
    `select coalesce(sum(count), 0)::int as n from intake_count
     where project_id = $1 and input = 'otlp' and reason = $2`,
    [world.project.id, reason],
  )
  return rows[0]?.n ?? 0
}

test('is given when all is committed, and says nothing when all is well', async () => {
  const answer = await world.post(orders(point(1), point(2)))
  expect([answer.status, await answer.json()]).toEqual([200, {}])
  expect(await world.stored('orders')).toMatchObject({ kind: 'counter', sum: 3 })
  const bytes = await world.post(new Uint8Array(), 'application/x-protobuf')
  expect([bytes.status, (await bytes.bytes()).length]).toEqual([200, 0])
})

test('tells what was not counted and why, which is counted too', async () => {
  const future = `${Date.now() + 1e9}000000`
  const answer = await world.post(
    orders(point(1), 7, point(1, { asInt: 'x' }), point(1, { timeUnixNano: future })),
  )
  expect([answer.status, await answer.json()]).toEqual([
    200,
    {
      partialSuccess: {
        rejectedDataPoints: 3,
        errorMessage:
          '1: it is no data point, or too large; 1: the value is to be a number; 1: the project does not count this time',
      },
    },
  ])
  await until(async () => (await arrivals('invalid')) === 2)
  expect(await arrivals('out_of_window')).toBe(1)
})

test('tells in protobuf what was not counted', async () => {
  // A resource with a scope with a metric `m` with a gauge with an empty point.
  const bytes = Uint8Array.from([10, 11, 18, 9, 18, 7, 10, 1, 109, 42, 2, 10, 0])
  const answer = await world.post(bytes, 'application/x-protobuf')
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-type')).toBe('application/x-protobuf')
  const told = Buffer.from(await answer.bytes())
  // partial_success: rejected 1, and the message
  expect([...told.subarray(0, 1), ...told.subarray(2, 5)]).toEqual([10, 8, 1, 18])
  expect(told.toString()).toContain('1: the value is to be a number')
})

test('is the same for a batch that comes twice, which counts once', async () => {
  const before = (await world.stored('orders'))?.sum ?? 0
  const batch = orders(point(100, { attributes: [{ key: 'batch', value: { stringValue: 'x' } }] }))
  const answers = await Promise.all([world.post(batch), world.post(batch)])
  expect(answers.map(({ status }) => status)).toEqual([200, 200])
  expect((await world.stored('orders'))?.sum).toBe(before + 100)
})

test('a batch that does not say when it was counted is no repeat of another', async () => {
  const before = (await world.stored('orders'))?.sum ?? 0
  const batch = orders({ asInt: 10 })
  for (const _ of [1, 2]) await world.post(batch)
  expect((await world.stored('orders'))?.sum).toBe(before + 20)
})

test.each([
  ['no JSON', '{', 'application/json', 400, 3],
  ['another type', '<metrics/>', 'application/xml', 415, 3],
])('refuses %s', async (_, body, type, status, code) => {
  const answer = await world.post(body, type)
  expect([answer.status, await answer.json()]).toMatchObject([status, { code }])
})

test('tells that there is no room for more metrics, and that it is no use to come again', async () => {
  await updateProject(world.project.id, { limits: { series: 1 } }, byAda)
  let tries = 0
  const said = await until(async () => {
    // What came in before the change was known is no new one any more.
    const attributes = [{ key: 'fresh', value: { stringValue: `y${tries++}` } }]
    const answer = await world.post(orders(point(1, { attributes, timeUnixNano: '0' })))
    const { partialSuccess } = (await answer.json()) as { partialSuccess?: object }
    return partialSuccess
  })
  expect(said).toEqual({
    rejectedDataPoints: 1,
    errorMessage: '1: the project has as many metrics and values as it may have',
  })
})
