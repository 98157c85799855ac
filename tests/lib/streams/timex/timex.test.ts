import { describe, expect, test } from 'vitest'
import { evaluate } from '#lib/streams/timex/evaluate.ts'
import { isoOf, microsOf } from '#lib/streams/timex/iso.ts'
import { TimexMistake } from '#lib/streams/timex/mistake.ts'
import { parseTimex } from '#lib/streams/timex/parse.ts'

const TIMES: Record<string, string> = {
  first: '2014-08-01T10:20:45.453201',
  last: '2014-08-01T15:25:45.453201',
  timestamp: '2014-08-01T12:00:00',
  leap: '2016-02-29T08:00:00',
  end: '2014-01-31T00:00:00',
  'order.paid_at': '2014-08-03T00:00:00',
}
const timeOf = (name: string) => microsOf(TIMES[name] ?? '')

/** In short: no zeros at the end, no zone. */
const short = (at: number) => isoOf(at).replace(/(:00)?\.000000Z$|Z$/, '')

function resultOf(text: string): string {
  const value = evaluate(parseTimex(text), timeOf)
  return typeof value === 'number' ? short(value) : `${short(value.begin)} to ${short(value.end)}`
}

function mistakeIn(text: string): TimexMistake {
  try {
    resultOf(text)
  } catch (error) {
    if (error instanceof TimexMistake) return error
  }
  throw new Error(`${text} is valid`)
}

describe('a point in time', () => {
  test.each([
    ['$timestamp', '2014-08-01T12:00'],
    ['($timestamp)', '2014-08-01T12:00'],
    ['$order.paid_at + 1h', '2014-08-03T01:00'],
    ['$timestamp+1h30m', '2014-08-01T13:30'],
    ['$timestamp + 1 hr 30 min', '2014-08-01T13:30'],
    ['$timestamp + 1h 1h', '2014-08-01T14:00'],
    ['$timestamp - 1d + 2d - 3d', '2014-07-30T12:00'],
    ['$timestamp + 5h @ 3m', '2014-08-01T17:03'],
    ['$timestamp @ 0h + 1d', '2014-08-02T00:00'],
    ['$timestamp - 1yr', '2013-08-01T12:00'],
    ['$timestamp - 20mo', '2012-12-01T12:00'],
    // Years and months first, as ISO 8601 has it.
    ['$end + 1mo 1d - 1d @ 1d', undefined],
    ['$leap + 4y', '2020-02-29T08:00'],
  ])('%s', (text, expected) => {
    if (expected === undefined) expect(mistakeIn(text)).toMatchObject({ kind: 'time' })
    else expect(resultOf(text)).toBe(expected)
  })
})

describe('a range of time', () => {
  test.each([
    ['hour', '2014-08-01T12:00 to 2014-08-01T13:00'],
    ['year', '2014-01-01T00:00 to 2015-01-01T00:00'],
    ['day($last + 1d)', '2014-08-02T00:00 to 2014-08-03T00:00'],
    ['$first - 30m to $last + 1h', '2014-08-01T09:50:45.453201 to 2014-08-01T16:25:45.453201'],
    ['($first to $last) @ 0s 0us', '2014-08-01T10:20 to 2014-08-01T15:25'],
    ['(($timestamp)) to ($timestamp + 2d)', '2014-08-01T12:00 to 2014-08-03T12:00'],
  ])('%s is %s', (text, expected) => {
    expect(resultOf(text)).toBe(expected)
  })

  test.each([
    ['hour + 20', '2014-08-01T11:20 to 2014-08-01T12:20', 'minutes of an hour'],
    ['day @ 6', '2014-08-01T06:00 to 2014-08-02T06:00', 'hours of a day'],
    ['year + 3', '2014-04-01T00:00 to 2015-04-01T00:00', 'months of a year'],
    [
      '($timestamp to $timestamp + 2d) + 1',
      '2014-08-01T13:00 to 2014-08-03T13:00',
      'hours of days',
    ],
    [
      '($timestamp to $timestamp + 90s) + 1',
      '2014-08-01T12:00:01 to 2014-08-01T12:01:31',
      'seconds',
    ],
    [
      '($timestamp to $timestamp + 40d) + 1',
      '2014-08-02T12:00 to 2014-09-11T12:00',
      'days of months',
    ],
    [
      '($timestamp to $timestamp) + 1',
      '2014-08-01T12:00:00.000001 to 2014-08-01T12:00:00.000001',
      'microseconds',
    ],
  ])('of %s a bare number counts the next smaller unit (%s: %s)', (text, expected) => {
    expect(resultOf(text)).toBe(expected)
  })

  test.each([
    ['day - 18h', '2014-08-01T06:00 to 2014-08-02T06:00'],
    ['day + 18h', '2014-07-31T18:00 to 2014-08-01T18:00'],
    ['(day + 6h) + 7h', '2014-07-31T13:00 to 2014-08-01T13:00'],
    ['month + 14d', '2014-07-15T00:00 to 2014-08-15T00:00'],
    // As long as the month that it begins in.
    ['month($leap) + 9d', '2016-02-10T00:00 to 2016-03-10T00:00'],
    ['year @ 7mo', '2014-07-01T00:00 to 2015-07-01T00:00'],
  ])('%s goes on holding the time that it was made from', (text, expected) => {
    expect(resultOf(text)).toBe(expected)
  })

  test.each([
    'day + 1d',
    'day - 36h',
    'hour @ 1d',
    'month + 1mo',
    'year - 400d',
    'day + 9999999999h',
  ])('%s is refused: a period is moved by less than itself', text => {
    expect(mistakeIn(text).said).toMatch(/only what is shorter than the \w+ moves it/)
  })
})

describe('a mistake', () => {
  test.each([
    ['', 'order', 'at its end: something is missing'],
    ['   ', 'order', 'at its end: something is missing'],
    ['$last +', 'order', 'at its end: something is missing'],
    ['$last to', 'order', 'at its end: something is missing'],
    ['day(', 'order', 'at its end: something is missing'],
    ['($last', 'order', 'at its end: a ) is missing'],
    ['$last)', 'order', 'at 6: ) is not expected'],
    ['1h', 'order', 'at 1: 1 is not expected'],
    ['$last $first', 'order', 'at 7: $first is not expected'],
    ['$last + $first', 'order', 'at 9: $first is not expected'],
    ['$last + 5', 'order', 'at 9: 5 of what (us, s, m, h, d, mo, y)'],
    ['$last + 1h 5', 'order', 'at its end: something is missing'],
    ['$last + 1w', 'order', 'at 10: w is no unit (us, s, m, h, d, mo, y)'],
    ['$last + -1d', 'order', 'at 9: - is not expected'],
    ['$last + 1.5d', 'character', 'at 10: . is not expected'],
    ['day to day', 'order', 'at 1: a range of time stands where a point in time belongs'],
    ['day($first to $last)', 'order', 'at 4: a range of time stands where a point in time belongs'],
    ['$first to $last to $first', 'order', 'at 17: to is not expected'],
    ['week', 'name', 'at 1: week is none of hour, day, month, year'],
    ['Day', 'name', 'at 1: Day is none of hour, day, month, year'],
    ['day($nosuch)', 'name', 'at 4: $nosuch is not known'],
    ['$last % 1h', 'character', 'at 7: % is not expected'],
    ['$ last', 'character', 'at 1: a name is missing after the $'],
    ['$end + 1mo', 'time', 'at 1: there is no such time: $end + 1mo'],
    ['$leap + 1y', 'time', 'at 1: there is no such time: $leap + 1y'],
    ['$last @ 25h', 'time', 'at 1: there is no such time: $last @ 25h'],
    ['$last @ 0d', 'time', 'at 1: there is no such time: $last @ 0d'],
    ['$last @ 1000000us', 'time', 'at 1: there is no such time: $last @ 1000000us'],
    ['$last + 300y', 'time', 'at 1: there is no such time: $last + 300y'],
    ['$last + 99999999999999999999s', 'time', 'at 9: the number is too great'],
  ])('in %j is told with its place', (text, kind, said) => {
    expect(mistakeIn(text)).toMatchObject({ kind, said })
  })

  test('is an expression of more than 500 characters', () => {
    expect(mistakeIn(`$last${' + 1d'.repeat(200)}`).said).toBe('at 501: more than 500 characters')
  })
})

test('where a time has to be, the day that a month does not have is its last one', () => {
  const lenient = (text: string) => evaluate(parseTimex(text), timeOf, 'last')
  expect(lenient('$end + 1mo')).toBe(microsOf('2014-02-28'))
  expect(lenient('$leap + 1y @ 0h')).toBe(microsOf('2017-02-28'))
  expect(() => lenient('$end @ 32d')).toThrow(TimexMistake)
})

test('the variables of an expression are known, the one that a period stands for among them', () => {
  const variablesOf = (text: string) => [...parseTimex(text).variables]
  expect(variablesOf('$a to $b + 1d')).toEqual(['a', 'b'])
  expect(variablesOf('day + 1h')).toEqual(['timestamp'])
  expect(variablesOf('day($a)')).toEqual(['a'])
})
