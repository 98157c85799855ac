import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createPipeline } from '#lib/streams/pipelines/mutations.ts'
import { createTrigger } from '#lib/streams/triggers/mutations.ts'
import { ada } from '#tests/actor.ts'
import { freshDatabase } from '#tests/database.ts'
import { ORDERS, saveTrigger, streamsIn, take } from '#tests/lib/streams/feed/world.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
beforeAll(async () => {
  database = await freshDatabase()
})
beforeEach(() => database.pool.query('truncate pipeline, trigger, event cascade'))
afterAll(() => database.close())

/** Each line stands for ten times the one before: as a whole, ten thousand million nodes. */
const BOMB = [
  'a0: &a0 [x]',
  ...Array.from({ length: 10 }, (_, n) => {
    const ten = Array.from({ length: 10 }, () => `*a${n}`)
    return `a${n + 1}: &a${n + 1} [${ten.join(', ')}]`
  }),
].join('\n')

const nested = (depth: number): unknown => (depth === 0 ? 1 : { a: nested(depth - 1) })

test.each([
  ['an alias that stands for thousands of millions', { yaml: BOMB }],
  ['a text without an end', { yaml: `a:\n${'  - log\n'.repeat(100_000)}` }],
  ['brackets without an end', { yaml: `a: ${'['.repeat(50_000)}` }],
  ['hundreds of handlers', { name: 'a', handlers: Array(300).fill('log') }],
  ['settings without a bottom', { name: 'a', handlers: [{ name: 'log', params: nested(1_000) }] }],
  ['a name with half a character', { name: 'a\ud800', handlers: [] }],
  ['a name that ends a line', { name: 'a\nb', handlers: [] }],
  ['a handler called constructor', { name: 'a', handlers: ['constructor'] }],
  ['a handler called __proto__', { yaml: 'a:\n  - __proto__\n' }],
  ['a pipeline called __proto__', { yaml: '__proto__:\n  - log\n' }],
])('%s is no pipeline, which is said at once', async (_, input) => {
  await expect(createPipeline(input, ada)).rejects.toMatchObject({ name: 'UserError' })
  expect(await database.db.pipeline.count()).toBe(0)
})

test.each([
  ['an expression without an end', { expiration: `$first ${'+ 1d '.repeat(50_000)}` }],
  ['parentheses without an end', { expiration: `${'('.repeat(50_000)}$first` }],
  ['a delay beyond all time', { fire_delay: 1e300 }],
  ['a number of events that never come', { fire_criteria: [{ number: -1 }] }],
  ['criteria that are a text', { match_criteria: 'order.*' }],
])('%s makes no trigger, which is said at once', async (_, change) => {
  await createPipeline({ name: 'report', handlers: [] }, ada)
  const input = { ...ORDERS, expire_pipeline: undefined, ...change }
  await expect(createTrigger(input, ada)).rejects.toMatchObject({ name: 'UserError' })
  expect(await database.db.trigger.count()).toBe(0)
})

test('what every object has by itself is no trait of an event', async () => {
  for (const name of ['constructor', '__proto__', 'toString', 'hasOwnProperty'])
    await saveTrigger(database.pool, { ...ORDERS, name, distinguished_by: [name] })
  await take(database.pool, [{ type: 'payment', traits: { order: 1 } }])
  expect(await streamsIn(database.pool)).toEqual([])
})

test('traits of such names tell streams apart like any others', async () => {
  await saveTrigger(database.pool, { ...ORDERS, distinguished_by: ['constructor', '__proto__'] })
  const traits = JSON.parse('{ "constructor": "a", "__proto__": "b", "order": 1 }')
  await take(database.pool, [
    { type: 'payment', traits },
    { type: 'shipment', traits },
  ])
  const [stream, ...others] = await streamsIn(database.pool)
  expect([stream?.events, others]).toEqual([2, []])
  expect(Object.entries(stream?.traits ?? {})).toEqual([
    ['__proto__', 'b'],
    ['constructor', 'a'],
  ])
})

test('patterns that a backtracking matcher would never finish are done at once', async () => {
  await saveTrigger(database.pool, {
    ...ORDERS,
    match_criteria: [{ event_type: `${'*a'.repeat(60)}b` }],
  })
  await take(database.pool, [{ type: 'a'.repeat(200), traits: { order: 1 } }])
  expect(await streamsIn(database.pool)).toEqual([])
})

test('what differs in its last character is told apart; what is too long to be stored opens none', async () => {
  await saveTrigger(database.pool, ORDERS)
  const long = 'x'.repeat(999)
  for (const order of [`${long}a`, `${long}b`, `${long}a`, `${long}aa`])
    await take(database.pool, [{ type: 'payment', traits: { order } }])
  expect((await streamsIn(database.pool)).map(({ events }) => events)).toEqual([2, 1])
})
