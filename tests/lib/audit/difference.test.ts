import { expect, test } from 'vitest'
import { changedLines } from '#lib/audit/changed-lines.ts'
import { type Difference, difference, isDifferent } from '#lib/audit/difference.ts'

const nothing: Difference = { before: {}, after: {} }

test.each<[string, object, object, readonly string[], Difference]>([
  ['equal things', { a: 1, b: { c: [1] } }, { a: 1, b: { c: [1] } }, [], nothing],
  ['a field', { a: 1, b: 2 }, { a: 1, b: 3 }, [], { before: { b: 2 }, after: { b: 3 } }],
  [
    'a field inside another',
    { policy: { after: { OK: 1, ALARM: 1 } } },
    { policy: { after: { OK: 1, ALARM: 2 } } },
    [],
    { before: { 'policy.after.ALARM': 1 }, after: { 'policy.after.ALARM': 2 } },
  ],
  [
    'lists stay whole',
    { tags: ['a', 'b'] },
    { tags: ['a'] },
    [],
    { before: { tags: ['a', 'b'] }, after: { tags: ['a'] } },
  ],
  ['what is new', {}, { a: null }, [], { before: {}, after: { a: null } }],
  ['what is gone', { a: 0 }, { a: undefined }, [], { before: { a: 0 }, after: {} }],
  [
    'a secret only as changed',
    { config: { url: 'a', password: 'canary' } },
    { config: { url: 'b', password: 'canary-2' } },
    ['config.password'],
    { before: { 'config.url': 'a' }, after: { 'config.url': 'b' }, changed: ['config.password'] },
  ],
  [
    'a secret that is new, by its name only',
    {},
    { config: { password: 'canary' } },
    ['config.password'],
    { ...nothing, changed: ['config.password'] },
  ],
  [
    'everything below a secret is secret',
    { config: { headers: { 'X-Key': 'canary' } } },
    { config: { headers: { 'X-Key': 'canary-2', 'X-Other': 'canary' } } },
    ['config.headers'],
    { ...nothing, changed: ['config.headers.X-Key', 'config.headers.X-Other'] },
  ],
  [
    'nothing of an equal secret',
    { config: { password: 'canary' } },
    { config: { password: 'canary' } },
    ['config.password'],
    nothing,
  ],
  [
    'no other field whose name begins alike is taken for the secret',
    { config: { passwords: 1 } },
    { config: { passwords: 2 } },
    ['config.password'],
    { before: { 'config.passwords': 1 }, after: { 'config.passwords': 2 } },
  ],
])('of %s', (_, before, after, secret, expected) => {
  const found = difference(before, after, secret)
  expect(found).toEqual(expected)
  expect(isDifferent(found)).toBe(expected !== nothing)
})

test('of too much, only the names of the fields are kept', () => {
  const long = (letter: string) =>
    Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`f${i}`, letter.repeat(1_000)]))
  const { before, after, changed } = difference(long('a'), long('b'))
  expect({ before, after }).toEqual(nothing)
  expect(changed).toHaveLength(40)
})

test.each<[string, unknown, unknown, [unknown, unknown]]>([
  ['short texts stay', 'a', 'b', ['a', 'b']],
  ['numbers stay', 1, 2, [1, 2]],
  ['the lines that differ', 'a\nb\nc', 'a\nB\nc', ['…\nb\n…', '…\nB\n…']],
  ['a new line at the end', 'a', 'a\nb', ['…', '…\nb']],
  ['a line less at the beginning', 'a\nb', 'b', ['a\n…', '…']],
  ['a line that was doubled', 'a\na', 'a\na\na', ['…', '…\na']],
  ['a text that was not there', undefined, 'a\nb', [undefined, 'a\nb']],
  ['long ones are cut', 'a'.repeat(30), 'b', [`${'a'.repeat(20)}…`, 'b']],
  [
    'never through a character',
    undefined,
    `${'a'.repeat(19)}😀b`,
    [undefined, `${'a'.repeat(19)}…`],
  ],
])('of two values: %s', (_, from, to, expected) => {
  expect(changedLines(from, to, 20)).toEqual(expected)
})
