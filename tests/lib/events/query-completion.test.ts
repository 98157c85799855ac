import { describe, expect, test } from 'vitest'
import { mistakeIn } from '#app/(signed-in)/events/_query/mistake-in.ts'
import { completed, knownAt } from '#app/(signed-in)/events/_query/suggestions.ts'
import { placeAt } from '#lib/events/query/completion.ts'

/** `|` is where one types. */
function at(text: string) {
  const caret = text.indexOf('|')
  return { query: text.replace('|', ''), caret }
}

describe('what may come where one types', () => {
  test.each([
    ['|', 'start', '', ''],
    ['re|', 'start', '', 're'],
    ['type|', 'start', '', 'type'],
    ['type |', 'rest', 'type', ''],
    ['type = |', 'value', 'type', ''],
    ['type:|', 'value', 'type', ''],
    ['type:req|', 'value', 'type', 'req'],
    ['type = request |', 'start', '', ''],
    ['type = request an|', 'start', '', 'an'],
    ['type = request and |', 'start', '', ''],
    ['(response.status >= |', 'value', 'response.status', ''],
    ['user in (ann, b|', 'value', 'user', 'b'],
    ['user in (|', 'value', 'user', ''],
    ['(us|', 'start', '', 'us'],
    ['user = "an|', 'value', 'user', 'an'],
    ['body."http.method" = G|', 'value', 'body."http.method"', 'G'],
    ['user ex|', 'rest', 'user', 'ex'],
    ['user exists |', 'start', '', ''],
    ['-ho|', 'start', '', 'ho'],
    ['ty| = request', 'start', '', 'ty'],
  ])('%s', (text, kind, key, typed) => {
    const { query, caret } = at(text)
    expect(placeAt(query, caret)).toMatchObject({ kind, key, typed })
  })
})

test.each([
  ['ty|', 'type', 'type |'],
  ['type |', '=', 'type = |'],
  ['type = re|', 'request', 'type = request |'],
  ['type = "re|', '"request a"', 'type = "request a" |'],
  ['us|er = ann', 'username', 'username| = ann'],
  ['user in (b|)', 'bob', 'user in (bob|)'],
  ['user |', 'in (', 'user in (|'],
])('%s completed by %s is %s', (text, suggestion, expected) => {
  const { query, caret } = at(text)
  const next = completed(query, caret, suggestion)
  const wanted = at(expected)
  expect(next.query).toBe(wanted.query)
  expect(next.query.slice(0, next.caret).trimEnd()).toBe(
    wanted.query.slice(0, wanted.caret).trimEnd(),
  )
})

test('after a key come comparisons, after a whole condition words that join', () => {
  expect(knownAt(placeAt('user ', 5)).map(({ text }) => text)).toContain('exists')
  expect(knownAt(placeAt('user = ann o', 12)).map(({ text }) => text)).toEqual(['or'])
})

test.each([
  ['type = request', null],
  ['type =', { from: 6, to: 7, problem: 'a value is missing' }],
  ['a "open', { from: 2, to: 3, problem: 'the quote does not end' }],
  ['type = = a', { from: 7, to: 8, problem: 'a value is missing' }],
])('the mistake in %s is marked at its place', (query, expected) => {
  expect(mistakeIn(query)).toEqual(expected)
})
