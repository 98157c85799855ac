import { expect, test } from 'vitest'
import { clock, exact, longSpan, relative, span, took } from '#app/_ui/time.ts'

const S = 1000
const MIN = 60 * S
const H = 60 * MIN
const DAY = 24 * H

test.each([
  [0, '0 s'],
  [59 * S, '59 s'],
  [60 * S, '1 min'],
  [59 * MIN + 59 * S, '59 min'],
  [23 * H, '23 h'],
  [DAY, '1 day'],
  [13 * DAY, '13 days'],
  [21 * DAY, '3 weeks'],
  [90 * DAY, '3 months'],
  [-5, '0 s'],
])('a span of %i ms is %s', (ms, words) => {
  expect(span(ms)).toBe(words)
})

test.each([
  [9 * MIN, '9 min'],
  [2 * H + 7 * MIN, '2 h 7 min'],
  [2 * H, '2 h'],
  [3 * DAY + 4 * H, '3 days 4 h'],
])('a long span of %i ms has two units: %s', (ms, words) => {
  expect(longSpan(ms)).toBe(words)
})

test('what was is ago, what comes is in, and the second between is now', () => {
  const now = Date.UTC(2026, 0, 1)
  expect(relative(now - 12 * S, now)).toBe('12 s ago')
  expect(relative(now + 48 * S, now)).toBe('in 48 s')
  expect(relative(now + 400, now)).toBe('now')
})

test.each([
  [84, '84 ms'],
  [1234, '1.2 s'],
  [42_300, '42 s'],
  [125_000, '2 min 5 s'],
])('%i ms took %s', (ms, words) => {
  expect(took(ms)).toBe(words)
})

test('a clock time has the day when it is another one, and the year when that is', () => {
  const now = Date.UTC(2026, 10, 21, 22, 30)
  expect(clock(Date.UTC(2026, 10, 21, 8, 41), now, 'Europe/Berlin')).toBe('09:41:00')
  expect(clock(Date.UTC(2026, 10, 21, 8, 41), now, 'Asia/Tokyo')).toBe('21 Nov 17:41:00')
  expect(clock(Date.UTC(2025, 10, 21, 8, 41), now, 'UTC')).toBe('21 Nov 2025 08:41:00')
})

test('the exact time names its zone', () => {
  expect(exact(Date.UTC(2026, 6, 1, 12), 'Europe/Berlin')).toBe('Wed, 1 Jul 2026, 14:00:00 CEST')
})
