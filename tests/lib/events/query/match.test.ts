import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Event } from '#lib/events/event.ts'
import { storeEvents } from '#lib/events/intake/store.ts'
import { jsonbText } from '#lib/events/query/jsonb-text.ts'
import { type Matchable, matcherOf } from '#lib/events/query/match.ts'
import { parseQuery } from '#lib/events/query/parse.ts'
import { COMPARISONS, type Query } from '#lib/events/query/query.ts'
import { sqlOf } from '#lib/events/query/sql.ts'
import { DEFAULT_PROJECT } from '#lib/projects/schema.ts'
import { inTransaction } from '#lib/transaction.ts'
import { freshDatabase } from '#tests/database.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
let stored: Matchable[]

const EVENTS = 150
const QUERIES = 400

const word = fc.constantFrom('a', 'b', 'ab', 'Ab', 'é"\\', '', '0', '12', 'null', 'b: 1')
const number = fc.constantFrom(0, 1, -1, 1.5, 12, 1e-7, 2.5e-7, 1e21, 0.1)
const name = fc.constantFrom('a', 'b', 'ab', 'abc', '0', '1')
const value = fc.oneof(word, number, fc.boolean(), fc.constant(null))
const { traits } = fc.letrec<{ traits: object; inner: unknown }>(tie => ({
  inner: fc.oneof(
    { maxDepth: 3 },
    value,
    fc.array(tie('inner'), { maxLength: 3 }),
    fc.dictionary(name, tie('inner'), { maxKeys: 3 }),
  ),
  traits: fc.dictionary(name, tie('inner'), { maxKeys: 4 }),
}))

const type = fc.constantFrom('a', 'a.b', 'Ab', 'b')
const event = fc.record({
  ...{ type, id: word, host: fc.constantFrom('', 'a', 'ab') },
  pid: fc.option(fc.constantFrom(0, 1, 12)),
  seconds: fc.constantFrom(0, 0.00001, 0.5, 1, 12),
  traits: fc.option(traits),
})

const path = fc
  .array(name, { minLength: 1, maxLength: 3 })
  .chain(steps =>
    fc.constantFrom(
      ...[steps, ['body', ...steps], ['body'], ['type'], ['host'], ['id']],
      ...[['uid'], ['pid'], ['duration']],
    ),
  )
const { query } = fc.letrec<{ query: Query; leaf: Query }>(tie => ({
  leaf: fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({
        kind: fc.constant('compare'),
        path,
        value,
        comparison: fc.constantFrom(...COMPARISONS),
      }),
    },
    fc.record({ kind: fc.constant('prefix'), path, start: word }),
    fc.record({
      kind: fc.constant('in'),
      path,
      values: fc.array(value, { minLength: 1, maxLength: 3 }),
    }),
    fc.record({ kind: fc.constant('exists'), path }),
    fc.record({ kind: fc.constant('text'), text: word }),
    fc.record({ kind: fc.constant('all') }),
  ) as fc.Arbitrary<Query>,
  query: fc.oneof(
    { maxDepth: 2 },
    tie('leaf'),
    fc.record({
      kind: fc.constantFrom('and', 'or'),
      of: fc.array(tie('query'), { minLength: 2, maxLength: 3 }),
    }),
    fc.record({ kind: fc.constant('not'), of: tie('query') }),
  ) as fc.Arbitrary<Query>,
}))

beforeAll(async () => {
  database = await freshDatabase()
  const at = Math.floor(Date.now() / 1000)
  const events = fc.sample(event, EVENTS).map(
    ({ seconds, traits, ...rest }, i): Event => ({
      ...{ ...rest, uid: `uid ${i}`, start: at - seconds, at, isTimed: true },
      traits: traits && JSON.stringify(traits),
    }),
  )
  await inTransaction(database.pool, client => storeEvents(client, DEFAULT_PROJECT, events))
  stored = events.map(({ start, traits, ...rest }) => ({
    ...rest,
    duration: Math.round((at - start) * 1e6) / 1e6,
    traits: traits && JSON.parse(traits),
  }))
})
afterAll(() => database.close())

/** The uids of the events that the database finds. */
async function found(query: Query): Promise<string[]> {
  const values: unknown[] = []
  const condition = sqlOf(query, value => `$${values.push(value)}`)
  const { rows } = await database.pool.query<{ uid: string }>(
    `select uid from event e where ${condition}`,
    values,
  )
  return rows.map(({ uid }) => uid).sort()
}

const matched = (query: Query) =>
  stored
    .filter(matcherOf(query))
    .map(({ uid }) => uid)
    .sort()

test('what a query matches in memory is what the database finds', async () => {
  await fc.assert(
    fc.asyncProperty(query, async query => {
      expect(matched(query)).toEqual(await found(query))
    }),
    { numRuns: QUERIES },
  )
})

test('JSON is written as the database writes it', async () => {
  await fc.assert(
    fc.asyncProperty(traits, async traits => {
      const { rows } = await database.pool.query('select $1::jsonb::text as text', [
        JSON.stringify(traits),
      ])
      expect(jsonbText(traits)).toBe(rows[0].text)
    }),
  )
})

test.each([
  ['type:request* response.status >= 500', true],
  ['response.status = "503"', false],
  ['tags = eu', true],
  ['items.0.name = first', true],
  ['items.name = second', true],
  ['items.1.name = first', false],
  ['user = null', true],
  ['user != null', false],
  ['user exists and not nobody exists', true],
  ['duration > 250ms', true],
  ['"GAVE up"', true],
  ['-type:request', false],
])('%s: %s', (text, isMatched) => {
  const event: Matchable = {
    ...{ type: 'request', id: 'x', uid: 'y', host: 'web1', pid: 1, duration: 0.3 },
    traits: {
      ...{ response: { status: 503 }, tags: ['us', 'eu'], user: null, note: 'we gave up' },
      items: [{ name: 'first' }, { name: 'second' }],
    },
  }
  expect(matcherOf(parseQuery(text))(event)).toBe(isMatched)
})
