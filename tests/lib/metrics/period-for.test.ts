import { expect, test } from 'vitest'
import { periodFor } from '#lib/metrics/period-for.ts'

const DAY = 86_400
const now = 2_000_000_000

test.each([
  [DAY / 24, 1_500, 'minute'],
  [(DAY * 25) / 24, 1_500, 'minute'],
  [2 * DAY, 1_500, 'hour'],
  [62 * DAY, 1_500, 'hour'],
  [63 * DAY, 1_500, 'day'],
  [5 * 365 * DAY, 1_500, 'week'],
  [50 * 365 * DAY, 1_500, 'month'],
  [DAY, 62, 'hour'],
  [30 * DAY, 62, 'day'],
  [365 * DAY, 62, 'week'],
  [DAY, 1, 'day'],
  [3_600, 60, 'minute'],
])('%i seconds in at most %i buckets are read by %s', (length, most, expected) => {
  expect(periodFor({ from: now - length, to: now }, most)).toBe(expected)
})

test('what is not kept any more is read by what is', () => {
  const settings = { keepDays: { minute: 30, hour: 730, day: null, month: null } }
  const kept = { settings, now }
  const span = (ago: number) => ({ from: now - ago * DAY, to: now - ago * DAY + 3_600 })
  expect(periodFor(span(29), 1_500, kept)).toBe('minute')
  expect(periodFor(span(31), 1_500, kept)).toBe('hour')
  expect(periodFor(span(731), 1_500, kept)).toBe('day')
})
