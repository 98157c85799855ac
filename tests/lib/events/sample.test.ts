import { describe, expect, test } from 'vitest'
import { sliceFor, slicesOf } from '#lib/events/histogram/slices.ts'
import { parseQuery } from '#lib/events/query/parse.ts'
import { writeQuery } from '#lib/events/query/write.ts'
import { baseOf } from '#lib/events/sample/base.ts'
import { windowsOf } from '#lib/events/sample/windows.ts'

describe('the windows of a sample', () => {
  const range = { from: 1_000, to: 4_600 }
  const windows = windowsOf(range, 60, 0.1)

  test('lie one in each piece of the range', () => {
    expect(windows).toHaveLength(60)
    for (const [i, { from, to }] of windows.entries()) {
      expect(from).toBeGreaterThanOrEqual(1_000 + i * 60)
      expect(to).toBeLessThanOrEqual(1_000 + (i + 1) * 60 + 1e-6)
    }
  })
  test('have its share of the time together', () => {
    const length = windows.reduce((sum, { from, to }) => sum + to - from, 0)
    expect(length).toBeCloseTo(360)
  })
  test('meet what happens at one second of every minute as often as they should', () => {
    const met = (second: number) =>
      windows.filter(({ from, to }) => from % 60 <= second && second < to % 60).length
    const all = Array.from({ length: 54 }, (_, second) => met(second + 3))
    expect(Math.max(...all)).toBeLessThanOrEqual(10)
  })
})

test.each([
  ['', ''],
  ['type:request* user = ann', 'type = request*'],
  ['type = a or type = b', 'type = a or type = b'],
  ['type = a or user = ann', ''],
  ['(type = a or type = b) not type = c', '(type = a or type = b)'],
  ['not type = a', ''],
  ['user = ann', ''],
])('of %s the index answers %s', (query, expected) => {
  expect(writeQuery(baseOf(parseQuery(query)))).toBe(expected && writeQuery(parseQuery(expected)))
})

test.each([
  [3_600, 120, 30],
  [86_400, 120, 900],
  [60, 120, 0.5],
  [100 * 365 * 86_400, 120, 26_280_000],
])('%i seconds in at most %i slices are slices of %s', (seconds, most, expected) => {
  const range = { from: new Date(0), to: new Date(seconds * 1_000) }
  expect(sliceFor(range, most)).toBe(expected)
})

test('the slices of a range begin before it and reach its end', () => {
  const range = { from: new Date(90_000), to: new Date(240_001) }
  expect(slicesOf(range, 60)).toEqual([60_000, 120_000, 180_000, 240_000])
})

test('more slices than can be told apart are refused', () => {
  const range = { from: new Date(0), to: new Date(86_400_000) }
  expect(() => slicesOf(range, 1)).toThrow('more than 2000 slices')
})
