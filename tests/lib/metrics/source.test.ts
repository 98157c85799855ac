import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase } from '#tests/database.ts'
import { anUpdate, aProject, openIntake } from '#tests/lib/metrics/world.ts'
import { answerIn, openScripts } from '#tests/lib/sources/scripts.ts'

/** Scripts in the real sandbox ask the source about numbers that the real intake has counted. */
let database: Awaited<ReturnType<typeof freshDatabase>>
let scripts: Awaited<ReturnType<typeof openScripts>>

const HOUR = 3_600
/** The beginning of an hour that is over. */
const START = Math.floor(Date.now() / 1000 / HOUR) * HOUR - 2 * HOUR

beforeAll(async () => {
  database = await freshDatabase()
  const intake = openIntake(database.pool)
  const f = { status: 'New' }
  await intake.accept(aProject(), 'http', [
    anUpdate({ at: START, value: 10, f }),
    anUpdate({ at: START + 61, value: 20, f: { status: 'Paid' } }),
    anUpdate({ at: START + 3_599, value: 30, f }),
    anUpdate({ at: START + 3_600, value: 1_000 }),
    ...Array.from({ length: 100 }, (_, i) =>
      anUpdate({ name: 'took', kind: 'distribution', at: START + i, value: i + 1 }),
    ),
    anUpdate({ name: 'depth', kind: 'gauge', at: START + 5, value: 7 }),
  ])
  await intake.close()
  scripts = await openScripts()
})
afterAll(async () => {
  await scripts?.close()
  await database.close()
})

const run = (expression: string) =>
  scripts.run('metrics', expression, `const hour = { from: ${START}, to: ${START + HOUR} }`)
const answerOf = (expression: string) => run(expression).then(answerIn)

test.each([
  ["sum('orders', hour)", 60],
  ["sum('orders', { ...hour, filters: { status: 'New' } })", 40],
  ["avg('orders', hour)", 20],
  ["min('orders', hour)", 10],
  ["max('orders', hour)", 30],
  ["last('orders', hour)", 30],
  ["count('orders', hour)", 3],
  ["rate('orders', hour)", 60 / HOUR],
  ["sum('nothing', hour)", null],
  ["rate('nothing', hour)", 0],
  ["last('depth', { from: '-3h' })", 7],
  ["sum('orders', { period: 'all' })", 1_060],
  ["sum('orders', { period: 'all', filters: { status: 'Paid' } })", 20],
  ["timeseries('orders', { ...hour, period: 'hour' })", [[START, 60]]],
  ["timeseries('took', { ...hour, period: 'hour' }, 'max')", [[START, 100]]],
  [
    "byFilter('orders', 'status', { ...hour, period: 'hour', most: 1 }, 'mean')",
    { New: [[START, 20]] },
  ],
  [
    "byFilter('orders', 'status', { ...hour, period: 'hour' })",
    { New: [[START, 40]], Paid: [[START, 20]] },
  ],
])('%s', async (expression, expected) => {
  expect(await answerOf(expression)).toEqual(expected)
})

test('percentiles are near the truth', async () => {
  const median = (await answerOf("percentile('took', 95, hour)")) as number
  expect(Math.abs(median - 95)).toBeLessThan(2)
})

test.each([
  ["sum('orders', { from: '-1h', to: '-2h' })", /wrong way round/],
  ["sum('orders', { project: 'nope' })", /There is no project nope/],
  ["sum('orders', { filters: { a: '1', b: '2' } })", /does not count a and b together/],
  ["percentile('took', 101)", /percent/],
  ["byFilter('orders', 'status', { most: 0 })", /most/],
  ["byFilter('orders', 'status', { filters: { device: 'web' } })", /does not count/],
])('%s is refused', async (expression, message) => {
  expect((await run(expression)).message).toMatch(message)
})

test('more than fits into memory is refused, by the number of buckets and by their size', async () => {
  const { pool } = database
  const { rows } = await pool.query<{ id: number; kind: string }>(
    `insert into metric (project_id, name, kind, first_seen, last_seen)
     values (1, 'many', 'gauge', now(), now()), (1, 'wide', 'distribution', now(), now()) returning id, kind`,
  )
  const [many, wide] = rows.map(({ id }) => id)
  await pool.query(
    `with series as (
       insert into metric_series (project_id, metric_id, filters, filter_values)
       values (1, $1, '{}', '{}'), (1, $2, '{}', '{}') returning id, metric_id)
     insert into metric_minute
     select id, ${START} + 60 * i, i, 1, i, i, i, ${START}, bins, counts, 1
     from series join lateral (
       select i, null::int[] as bins, null::bigint[] as counts from generate_series(0, 200000) i where metric_id = $1
       union all
       select i, bins, counts from generate_series(0, 299) i, (
         select array_agg(1 + hashint4(b) % 1000000000) as bins, array_agg(hashint8extended(b, b) % 1000000000) as counts
         from generate_series(1, 9000) b) made
       where metric_id = $2) of_it on true`,
    [many, wide],
  )
  const range = (minutes: number) =>
    `{ from: ${START}, to: ${START + 60 * minutes}, period: 'minute' }`
  expect(await answerOf(`sum('many', ${range(200_001)})`)).toBe((200_000 * 200_001) / 2)
  expect(await answerOf(`count('wide', ${range(300)})`)).toBe(300)
  expect(await answerOf(`percentile('wide', 0, ${range(100)})`)).toBe(0)
  const tooMany = { state: 'ERROR', message: expect.stringContaining('too many buckets') }
  expect(await run(`timeseries('many', ${range(200_001)})`)).toMatchObject(tooMany)
  expect(await run(`percentile('wide', 50, ${range(300)})`)).toMatchObject(tooMany)
})
