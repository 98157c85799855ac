import { expect, test } from 'vitest'
import { rangeOf } from '#bin/events/range.ts'

const now = new Date('2026-02-10T12:00:00Z')
const HOUR_MS = 3_600_000

test.each([
  [{}, '2026-02-10T11:00', '2026-02-10T12:00'],
  [{ from: '-6h' }, '2026-02-10T06:00', '2026-02-10T12:00'],
  [{ from: '20260131' }, '2026-01-31T00:00', '2026-02-01T00:00'],
  [{ from: '2026-01-31' }, '2026-01-31T00:00', '2026-02-01T00:00'],
  [{ from: '20260131 13:30' }, '2026-01-31T13:30', '2026-02-10T12:00'],
  [{ from: '20260131', to: '20260202' }, '2026-01-31T00:00', '2026-02-03T00:00'],
  [{ from: '20260131', to: '20260202 08:00' }, '2026-01-31T00:00', '2026-02-02T08:00'],
  [{ from: '20260131', to: 'now' }, '2026-01-31T00:00', '2026-02-10T12:00'],
  [{ to: '20260131' }, '2026-01-31T23:00', '2026-02-01T00:00'],
  [{ from: '1770000000', to: '2026-02-10T10:00:00+01:00' }, '2026-02-02T02:40', '2026-02-10T09:00'],
])('%j is from %s to %s', (given, from, to) => {
  const range = rangeOf(given, { now, longestMs: HOUR_MS })
  expect(range).toEqual({ from: new Date(`${from}Z`), to: new Date(`${to}Z`) })
})

test('without a longest time it is from the beginning of all', () => {
  const { from } = rangeOf({}, { now, longestMs: Number.POSITIVE_INFINITY })
  expect(from).toEqual(new Date(0))
})

test.each([
  [{ from: 'tomorrow' }, '--from tomorrow is to be a time like'],
  [{ from: '20261399' }, '--from 20261399 is to be a time like'],
  [{ to: '20260131 25:00' }, '--to 20260131 25:00 is to be a time like'],
  [{ from: '-1h', to: '-2h' }, '--from must not be after --to'],
])('%j is told what is wrong', (given, message) => {
  expect(() => rangeOf(given, { now, longestMs: HOUR_MS })).toThrow(message)
})
