import { expect, test } from 'vitest'
import {
  bandsOf,
  COLUMNS_SHOWN,
  columnsOfBuckets,
  columnsOfRuns,
  mainNumber,
} from '#lib/monitors/series/points.ts'

const at = (minute: number) => new Date(minute * 60_000)

test.each([
  [3.5, 3.5],
  ['all good', null],
  [null, null],
  [{ p95: 2, p50: 1 }, 1],
  [{}, null],
])('the number that stands for %j is %j', (value, number) => {
  expect(mainNumber(value)).toBe(number)
})

test('a run without numbers breaks every line', () => {
  const { times, columns } = columnsOfRuns([
    { at: at(1), value: 1, series: { requests: 10 } },
    { at: at(2), value: null, series: null },
    { at: at(3), value: 3, series: null },
  ])
  expect(times).toEqual([60_000, 120_000, 180_000])
  expect(columns.map(({ name, values }) => [name, values])).toEqual([
    ['value', [1, null, 3]],
    ['requests', [10, null, null]],
  ])
})

test('named numbers have a line each, and a text has none', () => {
  const { columns } = columnsOfRuns([
    { at: at(1), value: { b: 1, a: 2 }, series: { b: 1, a: 2 } },
    { at: at(2), value: 'fine', series: null },
  ])
  expect(columns.map(column => column.name)).toEqual(['a', 'b'])
})

test('more series than can be told apart are counted', () => {
  const series = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`s${i}`, i]))
  const { columns, leftOut } = columnsOfRuns([{ at: at(1), value: 1, series }])
  expect([columns.length, leftOut]).toEqual([COLUMNS_SHOWN, 21 - COLUMNS_SHOWN])
})

test('a bucket stands in its middle with its mean and range; an empty one is a gap', () => {
  const points = [
    { bucket: 0, name: 'value', mean: 2, low: 1, high: 3 },
    { bucket: 2, name: 'value', mean: 5, low: 5, high: 5 },
  ]
  const { times, columns } = columnsOfBuckets(points, 1000, 10, 3)
  expect(times).toEqual([1005, 1015, 1025])
  expect(columns[0]).toEqual({
    name: 'value',
    values: [2, null, 5],
    range: { low: [1, null, 5], high: [3, null, 5] },
  })
})

test('states fill the time from its beginning to its end without a hole', () => {
  const changes = [
    { at: at(2), to: 'ALARM' as const },
    { at: at(5), to: 'OK' as const },
  ]
  expect(bandsOf(changes, 'OK', 0, 600_000)).toEqual([
    { state: 'OK', from: 0, to: 120_000 },
    { state: 'ALARM', from: 120_000, to: 300_000 },
    { state: 'OK', from: 300_000, to: 600_000 },
  ])
})

test('before a monitor was there it had no state', () => {
  expect(bandsOf([{ at: at(2), to: 'OK' }], null, 0, 180_000)).toEqual([
    { state: 'OK', from: 120_000, to: 180_000 },
  ])
})
