import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { OWN_PROJECTS } from '#lib/projects/schema.ts'
import { openEffectWriters } from '#lib/streams/effects/open.ts'
import type { Effects } from '#lib/streams/handlers/contract.ts'
import { noEffects } from '#lib/streams/running/pipeline.ts'
import { inTransaction } from '#lib/transaction.ts'
import { freshDatabase } from '#tests/database.ts'
import { stream } from '#tests/lib/streams/running/world.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
let writers: ReturnType<typeof openEffectWriters>
let said: string[] = []
beforeAll(async () => {
  database = await freshDatabase()
  writers = openEffectWriters(database.pool, id => OWN_PROJECTS.find(one => one.id === id))
})
beforeEach(() => {
  said = []
})
afterAll(() => database.close())

/** Ends streams, the first with these effects, the others after it. */
async function write(...effects: Partial<Effects>[]) {
  const endings = effects.map((own, i) => ({
    stream: { ...stream, id: String(i + 1) },
    effects: { ...noEffects(), ...own },
  }))
  await writers.prepare(endings)
  const written = await inTransaction(database.pool, client =>
    writers.write(client, endings, ({ id }, level, message) => {
      said.push(`${id} ${level} ${message}`)
    }),
  )
  written.settle()
}
const rowsOf = async (sql: string) => (await database.pool.query(sql)).rows
const nowSeconds = () => Date.now() / 1000

test('metrics of many streams are counted together, again and again', async () => {
  const one = (value: number) => ({
    ...{ name: 'orders', kind: 'counter' as const, value, times: 1, at: nowSeconds(), filters: [] },
  })
  await write({ metrics: [one(1)] }, { metrics: [one(2), one(3)] })
  await write({ metrics: [one(4)] })
  expect(
    await rowsOf('select sum(sum)::float8 as sum, sum(count)::float8 as count from metric_minute'),
  ).toEqual([{ sum: 10, count: 4 }])
  expect(said).toEqual([])
})

test('a metric that the project does not count is told in the log of its stream', async () => {
  const metric = {
    name: 'late',
    kind: 'counter' as const,
    value: 1,
    times: 1,
    at: nowSeconds() + 1e6,
    filters: [],
  }
  await write({}, { metrics: [metric] })
  expect(said).toEqual(['2 error The metric late was not counted: out_of_window.'])
})

test('errors are classified and counted', async () => {
  const error = { at: Date.now(), level: 3, host: 'web1', program: 'orders' }
  await write(
    { errors: [{ ...error, message: 'Order 17 is late' }] },
    { errors: [{ ...error, message: 'Order 18 is late' }] },
  )
  expect(await rowsOf('select template, count::int from signature')).toEqual([
    { template: expect.stringContaining('is late'), count: 2 },
  ])
})

test('an event without a name gets one of its stream and its place', async () => {
  await write({
    events: [
      { type: 'a', traits: {} },
      { type: 'b', traits: { n: 1 } },
    ],
  })
  expect(
    await rowsOf(`select uid, traits from event where uid like 'stream-%' order by uid`),
  ).toEqual([
    { uid: 'stream-1-fire-1', traits: null },
    { uid: 'stream-1-fire-2', traits: { n: 1 } },
  ])
})

test('of events with the same name the first is stored, and the log of the other says so', async () => {
  const named = { type: 'a', traits: {}, uid: 'the-one' }
  await write({ events: [named] }, { events: [named] })
  await write({ events: [named] })
  expect(await rowsOf(`select uid from event where uid = 'the-one'`)).toHaveLength(1)
  expect(said).toEqual([
    '2 warn The event a the-one was not stored: duplicate.',
    '1 warn The event a the-one was not stored: duplicate.',
  ])
})

test('an event of a time that its project does not take is not stored', async () => {
  await write({ events: [{ type: 'a', traits: {}, uid: 'old', at: 1_000_000 }] })
  expect(said).toEqual(['1 warn The event a old was not stored: out_of_window.'])
})

test('what a script has made of an event is cut to what can be stored', async () => {
  const traits = { text: 'x'.repeat(100_000), nul: 'a\0b' }
  await write({ events: [{ type: `t${'y'.repeat(500)}`, traits, uid: 'big' }] })
  const [row] = await rowsOf(
    `select length(t.name) as name, length(e.traits::text) as traits, e.traits->>'nul' as nul
     from event e join event_type t on t.id = e.type_id where uid = 'big'`,
  )
  expect(row).toMatchObject({ name: 200, nul: 'a\uFFFDb' })
  expect(row.traits).toBeLessThan(10_000)
})

test('what is rolled back is counted when it is written again', async () => {
  const metric = {
    name: 'again',
    kind: 'counter' as const,
    value: 1,
    times: 1,
    at: nowSeconds(),
    filters: [],
  }
  const endings = [{ stream, effects: { ...noEffects(), metrics: [metric] } }]
  await writers.prepare(endings)
  const failing = inTransaction(database.pool, async client => {
    await writers.write(client, endings, () => {})
    throw new Error('cut off')
  })
  await expect(failing).rejects.toThrow('cut off')
  await write({ metrics: [metric] })
  expect(
    await rowsOf(`select sum(m.sum)::float8 as sum from metric_minute m
      join metric_series s on s.id = m.series_id join metric on metric.id = s.metric_id where metric.name = 'again'`),
  ).toEqual([{ sum: 1 }])
})
