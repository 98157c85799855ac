import { expect, test } from 'vitest'
import { lastWords } from '#bin/events/last-words.ts'
import { openGroups } from '#bin/tail/group.ts'
import { durationText, headerOf, prettyOf } from '#bin/tail/pretty.ts'
import { queryOf } from '#bin/tail/query.ts'

test.each([
  [0, '0 ms'],
  [1.9999, '2000 ms'],
  [2, '2.0 s'],
  [75.26, '75.3 s'],
])('%d seconds are %s', (seconds, text) => {
  expect(durationText(seconds)).toBe(text)
})

test('an event is told the same in the form of BlueOx and of the API', () => {
  const both = { type: 'request', id: '53724e00aabbccdd', host: 'web01', pid: 12 }
  const api = { ...both, start: '1970-01-01T00:00:01.000Z', at: '1970-01-01T00:00:01.250Z' }
  expect(headerOf({ ...both, start: 1, end: 1.25 })).toBe(headerOf(api))
  expect(headerOf(api)).toBe('=== request (53724e00aabb@web01:12)  (250 ms)')
})

test('what an event lacks is left out', () => {
  expect(headerOf({ type: 'x', id: 5, host: 'h', pid: null })).toBe('=== x (5@h:-)')
  expect(prettyOf({ type: 'x', id: 5, host: 'h' })).toBe('=== x (5@h:-)\nnull\n')
})

test('names inside of lists are sorted too', () => {
  const text = prettyOf({ type: 'x', id: 1, host: 'h', body: [{ b: 1, a: 2 }] })
  expect(text.indexOf('"a"')).toBeLessThan(text.indexOf('"b"'))
})

test('groups whose end does not come are given up, the oldest first', () => {
  const groups = openGroups<{ id: number; type: string; n?: number }>(2)
  for (const id of [1, 2, 3]) expect(groups.add({ id, type: 'a.b' })).toBeNull()
  expect(groups.left()).toBe(2)
  expect(groups.add({ id: 1, type: 'a' })).toEqual([{ id: 1, type: 'a' }])
  expect(groups.add({ id: 2, type: 'a' })).toHaveLength(2)
  expect(groups.add({ id: 3, type: 'a' })).toHaveLength(2)
  expect(groups.left()).toBe(0)
})

test.each([
  [undefined, '', ''],
  ['*', 'a = 1', 'a = 1'],
  ['request', '', 'type = request'],
  ['request.sql*', 'a = 1 or b = 2', 'type = request.sql* (a = 1 or b = 2)'],
  ['two words', '', 'type = "two words"'],
])('type %s and query %j are asked for as %j', (type, text, query) => {
  expect(queryOf(type, text)).toBe(query)
})

test('what came last is told in seconds', () => {
  const last = { last: 95, lag: 0.2, types: { job: { last: 90 } }, hosts: { '': { last: 100 } } }
  expect(lastWords(last, 100)).toEqual([
    ...['events    the last 5 secs ago, 0.2 s after it had ended', 'types', '  job  10 secs ago'],
    ...['hosts', '  (none)  0 secs ago'],
  ])
  expect(lastWords({ last: null, lag: null, types: {}, hosts: {} }, 100)).toEqual([
    'events    none yet',
  ])
})
