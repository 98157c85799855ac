import fc from 'fast-check'
import { expect, test } from 'vitest'
import { eventTypes } from '#lib/streams/criteria/event-types.ts'
import { globMatcher } from '#lib/streams/criteria/glob.ts'

test.each([
  ['order.paid', ['order.paid'], ['order.paid.late', 'Order.paid', 'orderxpaid', '']],
  ['order.*', ['order.', 'order.paid', 'order.paid.late'], ['order', 'xorder.paid']],
  ['*.end', ['a.end', 'a.b.end', '.end'], ['a.end.b', 'end']],
  ['a*b*c', ['abc', 'axxbxxc', 'abcbc'], ['ab', 'acb', 'abcd']],
  ['v?', ['v1', 'v.'], ['v', 'v12']],
  ['v[12]', ['v1', 'v2'], ['v3', 'v', 'v12']],
  ['v[a-c]x', ['vax', 'vcx'], ['vdx', 'v-x']],
  ['v[!a-c]', ['vd', 'v-'], ['va', 'v']],
  ['v[]a]', ['v]', 'va'], ['vb']],
  ['v[a-]', ['va', 'v-'], ['vb']],
  // What is no set is itself.
  ['v[a', ['v[a'], ['va']],
  ['v[!]', ['v[!]'], ['v!']],
  ['a+b(c)', ['a+b(c)'], ['aab(c)']],
  ['*', ['', 'anything'], []],
  ['\u{1f600}?', ['\u{1f600}\u{1f601}'], ['\u{1f600}']],
])('%s takes %j and not %j', (pattern, taken, others) => {
  const fits = globMatcher(pattern)
  expect(taken.filter(text => !fits(text))).toEqual([])
  expect(others.filter(fits)).toEqual([])
})

test.each([
  [['a.*', '!a.b'], ['a.a'], ['a.b', 'b']],
  [['!a.*'], ['b', 'a'], ['a.b']],
  [['!a.*', '!b'], ['c'], ['a.b', 'b']],
  ['*', ['a'], []],
])('of the patterns %j those with a ! exclude', (patterns, taken, others) => {
  const types = eventTypes(patterns)
  expect(taken.filter(type => !types.fit(type))).toEqual([])
  expect(others.filter(types.fit)).toEqual([])
})

test('a pattern of stars and a text that nearly fits take the product of their lengths at most', () => {
  const fits = globMatcher(`${'*a'.repeat(120)}*b`)
  expect(fits('a'.repeat(255))).toBe(false)
  expect(fits(`${'a'.repeat(254)}b`)).toBe(true)
})

test('with stars and question marks alone it is the same as the regular expression', () => {
  const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 8 })
  const text = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 8 })
  fc.assert(
    fc.property(pattern, text, (glob, type) => {
      const expression = new RegExp(`^${glob.replaceAll('*', '.*').replaceAll('?', '.')}$`)
      expect(globMatcher(glob)(type)).toBe(expression.test(type))
    }),
    { numRuns: 500 },
  )
})
