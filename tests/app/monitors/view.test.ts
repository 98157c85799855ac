import { expect, test } from 'vitest'
import { filterOf } from '#app/(signed-in)/monitors/(list)/view.ts'
import { rangeOf, tabOf } from '#app/(signed-in)/monitors/[id]/(monitor)/view.ts'

const now = new Date('2026-11-21T12:00:00Z')
const keyOf = (query: Record<string, string>, schedule = '* * * * *') =>
  rangeOf(query, schedule, 'UTC', now).key

test.each([
  ['*/10 * * * * *', '6h'],
  ['* * * * *', '6h'],
  ['*/10 * * * *', '24h'],
  ['0 * * * *', '7d'],
  ['0 8 * * *', '28d'],
])('a monitor that runs at %s shows %s at first', (schedule, key) => {
  expect(keyOf({}, schedule)).toBe(key)
})

test('the address decides over that, unless it names no range', () => {
  expect([keyOf({ range: '1h' }), keyOf({ range: '2 weeks' })]).toEqual(['1h', '6h'])
})

test('a zoomed part is shown as it was zoomed to', () => {
  const [from, to] = [now.getTime() - 60_000, now.getTime() - 20_000]
  expect(rangeOf({ from: `${from}`, to: `${to}` }, '* * * * *', 'UTC', now)).toEqual({
    key: null,
    from: new Date(from),
    to: new Date(to),
  })
})

test.each([
  ['5', '1'],
  ['x', 'y'],
  ['1', '2'],
  ['-1', '1e20'],
  ['1e20', '2e20'],
])('from %s to %s is no time to zoom to', (from, to) => {
  expect(keyOf({ from, to })).toBe('6h')
})

test('what is no tab is the first', () => {
  expect([tabOf({ tab: 'runs' }), tabOf({ tab: 'x' }), tabOf({})]).toEqual([
    'runs',
    'changes',
    'changes',
  ])
})

test('what makes no sense in the address of the list is left aside', () => {
  expect(filterOf({ state: 'BROKEN', q: '  ', tag: '' })).toEqual({})
  expect(filterOf({ state: 'OK', q: ' x ', tag: 'a' })).toEqual({ state: 'OK', q: 'x', tag: 'a' })
})
