import { expect, test } from 'vitest'
import { isDueAgain } from '#lib/monitors/realert.ts'

const told = new Date('2026-01-01T12:00:00Z')
const after = (seconds: number) => new Date(told.getTime() + seconds * 1000)

test.each([
  ['a monitor without repetition', 'ALARM', told, null, 99_999, false],
  ['a bad one before its time', 'ALARM', told, 5, 299, false],
  ['a bad one at its time', 'ERROR', told, 5, 300, true],
  ['a bad one that was never told of', 'ALARM', null, 60, 0, true],
  ['a good one', 'OK', told, 5, 99_999, false],
  ['a paused one', 'INACTIVE', told, 5, 99_999, false],
] as const)('%s', (_, state, last, minutes, seconds, expected) => {
  expect(isDueAgain(state, last, minutes, after(seconds))).toBe(expected)
})
