import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Buckets, type Counted, type Exponents, partsOf } from '#lib/metrics/totals/counted.ts'

const unknown = { min: null, max: null }
const buckets = (rest: Partial<Buckets> = {}): Buckets => ({
  ...{ of: 'buckets', sum: null, bounds: [10, 100], counts: [0, 0, 0], range: unknown },
  ...rest,
})
const exponents = (rest: Partial<Exponents> = {}): Exponents => ({
  ...{ of: 'exponents', sum: null, scale: 0, zero: 0, positive: [], negative: [], range: unknown },
  ...rest,
})
const valuesOf = (counted: Counted) => partsOf(counted).map(({ value, times }) => [value, times])

test.each<[string, Counted, number[][]]>([
  ['a sum is one value', { of: 'sum', sum: 7 }, [[7, 1]]],
  ['of sum and count the mean came so many times', { of: 'mean', sum: 9, count: 3 }, [[3, 3]]],
  ['of nothing there is no mean', { of: 'mean', sum: 0, count: 0 }, []],
  ['empty buckets have no values', buckets({ sum: 0 }), []],
  [
    'without a sum values lie in the middle, and beyond the last bound on it',
    buckets({ counts: [2, 1, 1] }),
    [
      [5, 2],
      [55, 1],
      [100, 1],
    ],
  ],
  [
    'with a sum they lie where it says',
    buckets({ counts: [2, 1, 0], sum: 2 * 2.5 + 32.5 }),
    [
      [2.5, 2],
      [32.5, 1],
    ],
  ],
  [
    'the open end reaches as far as the sum',
    buckets({ counts: [0, 0, 2], sum: 5_000 }),
    [[2_500, 2]],
  ],
  [
    'a sum that cannot be moves nothing out of its bucket',
    buckets({ counts: [1, 1, 0], sum: -50 }),
    [
      [0, 1],
      [10, 1],
    ],
  ],
  [
    'the least and the greatest narrow the buckets at the ends',
    buckets({ counts: [1, 0, 1], range: { min: 9, max: 101 } }),
    [
      [9.5, 1],
      [100.5, 1],
    ],
  ],
  [
    'what is below zero is below the first bound when that is',
    buckets({ bounds: [-10, 0], counts: [1, 1, 0] }),
    [
      [-10, 1],
      [-5, 1],
    ],
  ],
  [
    'exponential buckets grow by their base',
    exponents({ zero: 4, positive: [[3, 1]], negative: [[0, 2]] }),
    [
      [-1.5, 2],
      [0, 4],
      [12, 1],
    ],
  ],
])('%s', (_, counted, values) => {
  expect(valuesOf(counted)).toEqual(values)
})

test('whatever was recorded, sum and count are what they were and values stay in their buckets', () => {
  const bounds = [1, 5, 10, 100, 1_000]
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1 }),
      fc.boolean(),
      (recorded, isRangeKnown) => {
        const sum = recorded.reduce((total, value) => total + value, 0)
        const indexOf = (value: number) => bounds.findLastIndex(bound => value > bound) + 1
        const counts = [...bounds, null].map(
          (_, i) => recorded.filter(v => indexOf(v) === i).length,
        )
        const range = isRangeKnown
          ? { min: Math.min(...recorded), max: Math.max(...recorded) }
          : unknown
        const parts = partsOf(buckets({ bounds, counts, sum, range }))
        const total = parts.reduce((all, { value, times }) => all + value * times, 0)
        expect(Math.abs(total - sum)).toBeLessThanOrEqual(1e-9 * Math.max(sum, 1))
        expect(parts.map(({ times }) => times)).toEqual(counts.filter(count => count > 0))
        for (const [i, { value }] of parts.entries()) {
          const bucket = counts.flatMap((count, at) => (count > 0 ? [at] : []))[i] ?? 0
          expect(value).toBeGreaterThanOrEqual(bounds[bucket - 1] ?? 0)
          expect(value).toBeLessThanOrEqual(bounds[bucket] ?? Number.POSITIVE_INFINITY)
        }
      },
    ),
  )
})
