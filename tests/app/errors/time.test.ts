import { expect, test } from 'vitest'
import { rangeInWords } from '#app/_ui/range/range.ts'
import { sliceInWords, timeOf } from '#app/(signed-in)/errors/_time/time.ts'

const now = new Date('2026-11-21T12:34:56Z')
const shown = (query: Record<string, string>) => timeOf(query, now)

test.each([
  ['15m', 'minute'],
  ['1h', 'minute'],
  ['6h', '5_minute'],
  ['24h', '15_minute'],
  ['7d', '3_hour'],
  ['30d', '6_hour'],
])('the last %s are counted by the %s at first', (range, slice) => {
  expect(shown({ range })).toMatchObject({ key: range, slice })
})

test('without a range it is the last hour, its slices whole, the present one the last', () => {
  expect(shown({})).toMatchObject({ key: '1h', from: new Date('2026-11-21T11:35:00Z'), to: now })
})

test('a slice that is asked for is taken if the range can be counted in it', () => {
  expect(shown({ range: '6h', slice: 'hour' })).toMatchObject({
    slice: 'hour',
    from: new Date('2026-11-21T07:00:00Z'),
  })
  expect(shown({ range: '7d', slice: 'second' }).slice).toBe('3_hour')
  expect(shown({ range: '15m', slice: 'week' }).slice).toBe('minute')
  expect(shown({ range: '1h', slice: 'fortnight' }).slice).toBe('minute')
})

test('a part that was dragged over is shown from the slice in which it begins', () => {
  const [from, to] = [Date.parse('2026-11-21T12:00:30Z'), Date.parse('2026-11-21T12:20:00Z')]
  expect(shown({ from: `${from}`, to: `${to}`, slice: 'minute' })).toMatchObject({
    key: null,
    from: new Date('2026-11-21T12:00:00Z'),
    to: new Date(to),
  })
})

test.each([
  ['5', '4'],
  ['x', 'y'],
  ['-1', '1e20'],
  ['1', `${now.getTime()}`],
  [`${now.getTime()}`, `${now.getTime() + 1000}`],
])('from %s to %s is no time to zoom to', (from, to) => {
  expect(shown({ from, to }).key).toBe('1h')
})

test('every time has a slice, the shortest and the longest too', () => {
  const ending = (ms: number) =>
    shown({ from: `${now.getTime() - ms}`, to: `${now.getTime()}` }).slice
  expect([ending(2_500), ending(10 * 365 * 86_400_000)]).toEqual(['second', 'week'])
})

test('times and slices have words', () => {
  expect([rangeInWords(shown({})), sliceInWords('5_minute'), sliceInWords('3_hour')]).toEqual([
    'last hour',
    '5 min',
    '3 hours',
  ])
})
