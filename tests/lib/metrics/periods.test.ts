import { expect, test } from 'vitest'
import { bucketsIn, calendarOf } from '#lib/metrics/periods.ts'
import type { Period } from '#lib/metrics/terms.ts'

const iso = (seconds: number) => new Date(seconds * 1000).toISOString().replace('.000Z', 'Z')
const seconds = (text: string) => new Date(text).getTime() / 1000

function bucket(period: Period, at: string, zone: string) {
  const { start, end } = calendarOf(zone).bucketOf(period, seconds(at))
  return [iso(start), iso(end)]
}

test.each<[Period, string, string, string, string]>([
  ['minute', '2012-11-01T04:05:02Z', 'UTC', '2012-11-01T04:05:00Z', '2012-11-01T04:06:00Z'],
  ['week', '2016-12-31T23:59:59Z', 'UTC', '2016-12-26T00:00:00Z', '2017-01-02T00:00:00Z'],
  ['month', '2012-02-29T23:59:59Z', 'UTC', '2012-02-01T00:00:00Z', '2012-03-01T00:00:00Z'],
  ['year', '2014-01-01T00:00:00Z', 'UTC', '2014-01-01T00:00:00Z', '2015-01-01T00:00:00Z'],
  ['hour', '2024-05-01T04:10:00Z', 'Asia/Kolkata', '2024-05-01T03:30:00Z', '2024-05-01T04:30:00Z'],
  ['day', '2024-05-01T04:10:00Z', 'Asia/Kolkata', '2024-04-30T18:30:00Z', '2024-05-01T18:30:00Z'],
  ['day', '2024-03-31T12:00:00Z', 'Europe/Zurich', '2024-03-30T23:00:00Z', '2024-03-31T22:00:00Z'],
  ['day', '2024-10-27T12:00:00Z', 'Europe/Zurich', '2024-10-26T22:00:00Z', '2024-10-27T23:00:00Z'],
  ['hour', '2024-10-27T00:30:00Z', 'Europe/Zurich', '2024-10-27T00:00:00Z', '2024-10-27T01:00:00Z'],
  ['hour', '2024-10-27T01:30:00Z', 'Europe/Zurich', '2024-10-27T01:00:00Z', '2024-10-27T02:00:00Z'],
])('the %s of %s in %s is from %s to %s', (period, at, zone, start, end) => {
  expect(bucket(period, at, zone)).toEqual([start, end])
})

test('the whole has one bucket', () => {
  expect(calendarOf('UTC').bucketOf('all', 1_400_000_000).start).toBe(0)
})

test('what is asked in any order is answered the same', () => {
  const calendar = calendarOf('Europe/Zurich')
  const times = ['2024-03-30T12:00:00Z', '2024-03-31T12:00:00Z', '2024-03-30T12:00:00Z'].map(
    seconds,
  )
  expect(times.map(at => iso(calendar.bucketOf('day', at).start))).toEqual([
    '2024-03-29T23:00:00Z',
    '2024-03-30T23:00:00Z',
    '2024-03-29T23:00:00Z',
  ])
})

test.each<[Period, string, string, string]>([
  ['hour', 'Europe/Zurich', '2024-03-30T10:20:00Z', '2024-04-01T10:20:00Z'],
  ['hour', 'Europe/Zurich', '2024-10-26T10:20:00Z', '2024-10-28T10:20:00Z'],
  ['hour', 'Asia/Kolkata', '2024-05-01T04:10:00Z', '2024-05-03T05:00:00Z'],
  // Its clocks go forward by half an hour.
  ['hour', 'Australia/Lord_Howe', '2024-10-05T04:10:00Z', '2024-10-07T05:00:00Z'],
  // Its clocks go forward at midnight.
  ['hour', 'America/Havana', '2024-03-09T04:10:00Z', '2024-03-11T05:00:00Z'],
  ['minute', 'Europe/Zurich', '2024-03-30T22:20:10.5Z', '2024-03-31T02:20:00Z'],
  ['day', 'Europe/Zurich', '2024-03-30T22:20:10.5Z', '2024-04-09T02:20:00Z'],
  ['week', 'UTC', '2024-01-01T00:00:00Z', '2024-01-15T00:00:00Z'],
  ['month', 'UTC', '2024-01-31T00:00:00Z', '2025-03-15T00:00:00Z'],
  ['all', 'UTC', '2024-01-31T00:00:00Z', '2025-03-15T00:00:00Z'],
])('every %s in %s from %s to %s is told once', (period, zone, from, to) => {
  const calendar = calendarOf(zone)
  const expected: number[] = []
  for (let at = seconds(from); at <= seconds(to); at = calendar.bucketOf(period, at).end)
    expected.push(calendar.bucketOf(period, at).start)
  expect(bucketsIn(calendarOf(zone), period, seconds(from), seconds(to))).toEqual(expected)
})
