import { expect, test } from 'vitest'
import { latestMinute } from '#lib/intake/syslog/times.ts'

const at = (year: number, month: number, day: number, hour = 0, minute = 0) =>
  new Date(year, month - 1, day, hour, minute).getTime()

test.each([
  ['today', at(2026, 11, 22, 12), [11, 22], at(2026, 11, 22)],
  ['the last day of the year, read on the first', at(2027, 1, 1), [12, 31], at(2026, 12, 31)],
  ['the first day, by a clock that is ahead', at(2026, 12, 31, 23), [1, 1], at(2027, 1, 1)],
  ['months ago', at(2026, 3, 1), [9, 1], at(2025, 9, 1)],
  ['a leap day, years ago', at(2027, 1, 1), [2, 29], at(2024, 2, 29)],
])('a date without a year is of the right one: %s', (_, now, [month, day], expected) => {
  expect(latestMinute(month as number, day as number, 0, now)).toBe(expected)
})

test('a day that never is has no time', () => {
  expect(latestMinute(2, 30, 0, at(2026, 1, 1))).toBeNaN()
  expect(latestMinute(13, 1, 0, at(2026, 1, 1))).toBeNaN()
})
