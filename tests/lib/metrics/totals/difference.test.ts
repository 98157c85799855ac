import { expect, test } from 'vitest'
import type { Buckets, Counted, Exponents } from '#lib/metrics/totals/counted.ts'
import { difference } from '#lib/metrics/totals/difference.ts'

const unknown = { min: null, max: null }
const sum = (value: number): Counted => ({ of: 'sum', sum: value })
const mean = (total: number, count: number): Counted => ({ of: 'mean', sum: total, count })
const buckets = (counts: number[], total: number | null, bounds = [10, 100]): Buckets => ({
  ...{ of: 'buckets', bounds, counts, sum: total, range: { min: 1, max: 2 } },
})
const exponents = (scale: number, rest: Partial<Exponents>): Exponents => ({
  ...{ of: 'exponents', scale, sum: null, zero: 0, positive: [], negative: [], range: unknown },
  ...rest,
})

test.each<[string, Counted, Counted, Counted | null]>([
  ['what came since then is new', sum(10), sum(4), sum(6)],
  ['nothing came', sum(4), sum(4), sum(0)],
  ['one that has fallen has begun anew', sum(3), sum(4), sum(3)],
  ['sums and counts alike', mean(10, 5), mean(4, 2), mean(6, 3)],
  ['a count that has fallen', mean(10, 1), mean(4, 2), mean(10, 1)],
  [
    'buckets, one by one; least and greatest were of all time',
    buckets([3, 2, 1], 100),
    buckets([1, 2, 0], 30),
    { ...buckets([2, 0, 1], 70), range: unknown },
  ],
  ['buckets that have fallen', buckets([0, 5, 0], 9), buckets([1, 2, 0], 3), buckets([0, 5, 0], 9)],
  ['other bounds cannot be compared', buckets([1, 1, 1], 1, [1, 2]), buckets([0, 0, 0], 0), null],
  ['fewer bounds cannot either', buckets([1, 1], 1, [10]), buckets([0, 0, 0], 0), null],
  ['nor one kind with another', sum(1), mean(1, 1), null],
  [
    'exponential buckets that were made wider are compared as wide as they are now',
    exponents(0, {
      sum: 20,
      zero: 2,
      positive: [
        [-1, 3],
        [1, 4],
      ],
      negative: [[0, 1]],
    }),
    exponents(1, {
      sum: 5,
      zero: 1,
      positive: [
        [-2, 1],
        [-1, 1],
        [2, 1],
        [3, 2],
      ],
    }),
    exponents(0, {
      sum: 15,
      zero: 1,
      positive: [
        [-1, 1],
        [1, 1],
      ],
      negative: [[0, 1]],
    }),
  ],
  [
    'narrower ones are of another beginning',
    exponents(2, { positive: [[5, 1]] }),
    exponents(1, { positive: [[2, 9]] }),
    exponents(2, { positive: [[5, 1]] }),
  ],
  [
    'so are those in which something is gone',
    exponents(1, { positive: [[5, 1]] }),
    exponents(1, { positive: [[2, 1]] }),
    exponents(1, { positive: [[5, 1]] }),
  ],
])('%s', (_, now, before, expected) => {
  expect(difference(now, before)).toEqual(expected)
})
