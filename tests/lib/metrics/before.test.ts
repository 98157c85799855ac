import { DateTime } from 'luxon'
import { expect, test } from 'vitest'
import { beforeOf } from '#lib/metrics/before.ts'
import type { Period } from '#lib/metrics/terms.ts'

const ZONE = 'Europe/Zurich'
const secondOf = (text: string) => DateTime.fromISO(text, { zone: ZONE }).toSeconds()
const textOf = (second: number | null) =>
  second === null
    ? null
    : DateTime.fromSeconds(second, { zone: ZONE }).toISO({ suppressMilliseconds: true })

const before = (from: string, to: string, period: Period) => {
  const found = beforeOf({ from: secondOf(from), to: secondOf(to) }, period, ZONE)
  if (!found) throw new Error('nothing before')
  return found
}

test.each<[string, string, Period, string]>([
  // The clocks go forward on 29 March 2026 and back on 25 October.
  ['2026-03-29T00:00', '2026-03-30T00:00', 'hour', '2026-03-28T00:00:00+01:00'],
  ['2026-10-25T00:00', '2026-10-26T00:00', 'hour', '2026-10-24T00:00:00+02:00'],
  ['2026-03-30T00:00', '2026-03-31T00:00', 'hour', '2026-03-29T00:00:00+01:00'],
  ['2026-03-24T12:00', '2026-03-31T12:00', 'hour', '2026-03-17T12:00:00+01:00'],
  ['2026-03-24T11:00', '2026-03-31T12:00', 'hour', '2026-03-17T11:00:00+01:00'],
  ['2026-03-01T08:00', '2026-03-01T14:00', 'minute', '2026-03-01T02:00:00+01:00'],
  ['2026-03-01T08:00', '2026-03-02T14:00', 'hour', '2026-02-28T02:00:00+01:00'],
  ['2026-03-01T08:10', '2026-03-01T08:40', 'hour', '2026-03-01T07:10:00+01:00'],
  ['2026-03-24T12:00', '2026-03-31T12:00', 'day', '2026-03-17T12:00:00+01:00'],
  ['2026-03-24T12:00', '2026-03-31T12:00', 'week', '2026-03-17T12:00:00+01:00'],
  ['2026-03-01T00:00', '2026-04-01T00:00', 'month', '2026-02-01T00:00:00+01:00'],
  ['2026-03-12T00:00', '2026-04-11T00:00', 'month', '2026-02-12T00:00:00+01:00'],
  ['2025-01-01T00:00', '2026-01-01T00:00', 'month', '2024-01-01T00:00:00+01:00'],
  ['2025-01-01T00:00', '2026-01-01T00:00', 'year', '2024-01-01T00:00:00+01:00'],
])('before %s to %s by %s is what begins at %s', (from, to, period, expected) => {
  expect(textOf(before(from, to, period).shift(secondOf(from)))).toBe(expected)
})

test('what stands beside an hour is the same hour by the clocks', () => {
  const { besides } = before('2026-03-29T00:00', '2026-03-30T00:00', 'hour')
  expect(textOf(besides(secondOf('2026-03-29T15:00')))).toBe('2026-03-28T15:00:00+01:00')
})

test('an hour that the day before did not have stands beside nothing', () => {
  const { besides } = before('2026-03-30T00:00', '2026-03-31T00:00', 'hour')
  expect(besides(secondOf('2026-03-30T02:00'))).toBeNull()
  expect(textOf(besides(secondOf('2026-03-30T03:00')))).toBe('2026-03-29T03:00:00+02:00')
})

test('of an hour that is there twice only the first one stands beside that of the day before', () => {
  const { besides } = before('2026-10-25T00:00', '2026-10-26T00:00', 'hour')
  const first = secondOf('2026-10-25T02:00:00+02:00')
  expect(textOf(besides(first))).toBe('2026-10-24T02:00:00+02:00')
  expect(besides(first + 3_600)).toBeNull()
})

test('nothing is before all', () => {
  expect(beforeOf({ from: 0, to: 1 }, 'all', ZONE)).toBeNull()
})
