import fc from 'fast-check'
import { expect, test } from 'vitest'
import { keyText, stepsOf } from '#lib/events/query/key.ts'
import { narrowed } from '#lib/events/query/narrow.ts'
import { parseQuery } from '#lib/events/query/parse.ts'
import { COMPARISONS, type Query } from '#lib/events/query/query.ts'
import { writeQuery } from '#lib/events/query/write.ts'

const text = fc.oneof(
  fc.string({ minLength: 1, maxLength: 8 }),
  fc.constantFrom('in', 'not', '-1', '5ms', 'a"b\\', 'x*'),
)
const path = fc.array(text, { minLength: 1, maxLength: 3 })
const value = fc.oneof(text, fc.integer(), fc.boolean(), fc.constant(null))
const { query } = fc.letrec<{ query: Query; both: Query; either: Query; leaf: Query }>(tie => ({
  query: fc.oneof(
    { maxDepth: 4 },
    tie('leaf'),
    tie('both'),
    tie('either'),
    fc.record({ kind: fc.constant('not' as const), of: tie('query') as fc.Arbitrary<Query> }),
  ),
  both: fc.record({
    kind: fc.constant('and' as const),
    of: fc.array(tie('query') as fc.Arbitrary<Query>, { minLength: 2, maxLength: 3 }),
  }),
  either: fc.record({
    kind: fc.constant('or' as const),
    of: fc.array(tie('query') as fc.Arbitrary<Query>, { minLength: 2, maxLength: 3 }),
  }),
  leaf: fc.oneof(
    fc.record({ kind: fc.constant('text' as const), text }),
    fc.record({ kind: fc.constant('exists' as const), path }),
    fc.record({
      kind: fc.constant('in' as const),
      path,
      values: fc.array(value, { minLength: 1, maxLength: 3 }),
    }),
    fc.record({
      kind: fc.constant('prefix' as const),
      path,
      start: fc.stringMatching(/^[a-z0-9.]{1,5}$/),
    }),
    fc.record({
      kind: fc.constant('compare' as const),
      path,
      comparison: fc.constantFrom(...COMPARISONS),
      value,
    }),
  ),
}))

test('a query that is written and read again is the same', () => {
  fc.assert(
    fc.property(query, given => {
      const written = writeQuery(given)
      fc.pre(written.length < 2_000)
      expect(parseQuery(written)).toEqual(given)
    }),
  )
})

test('a key that is written and read again has the same steps', () => {
  fc.assert(
    fc.property(path, steps => {
      expect(stepsOf(keyText(steps))).toEqual(steps)
    }),
  )
})

test.each([
  ['', 500, false, 'response.status = 500'],
  ['type:request* timeout', 500, false, 'type = request* timeout response.status = 500'],
  ['type = a or type = b', 500, false, '(type = a or type = b) response.status = 500'],
  ['a response.status = 500', 500, false, 'a response.status = 500'],
  ['not response.status = 500 a', 500, false, 'a response.status = 500'],
  ['response.status = 500 a', 500, true, 'a not response.status = 500'],
  ['a', undefined, false, 'a not response.status exists'],
  ['a', undefined, true, 'a response.status exists'],
  ['a', '500', false, 'a response.status = "500"'],
  ['a =', 500, false, 'response.status = 500'],
])('%s narrowed to %s (not: %s) is %s', (given, to, isNot, expected) => {
  expect(narrowed(given, { path: ['response', 'status'], value: to }, isNot)).toBe(expected)
})
