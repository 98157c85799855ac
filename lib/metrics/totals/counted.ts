import type { Shape } from '#lib/metrics/intake/contract.ts'
import { type Interval, type Part, type Range, valuesIn } from '#lib/metrics/totals/intervals.ts'

/** What a sender has counted by itself before it sent it. */
export type Counted = Sum | Mean | Buckets | Exponents

interface Sum {
  of: 'sum'
  sum: number
}

interface Mean {
  of: 'mean'
  sum: number
  count: number
}

/** How many values lie between which bounds; the first ones below the first bound, the last ones above the last. */
export interface Buckets {
  of: 'buckets'
  /** null: not known */
  sum: number | null
  bounds: readonly number[]
  /** one more than bounds */
  counts: readonly number[]
  range: Range
}

/** The same with bounds that grow by a factor of 2 ^ (2 ^ -scale); index 0 holds what is above 1. */
export interface Exponents {
  of: 'exponents'
  sum: number | null
  scale: number
  zero: number
  positive: readonly Indexed[]
  negative: readonly Indexed[]
  range: Range
}

export type Indexed = readonly [index: number, count: number]

/** Several values of a metric that were counted elsewhere. */
export interface Point extends Pick<Shape, 'name' | 'kind' | 'filters'> {
  /** unix seconds */
  at: number
  counted: Counted
  /** the sender counts on from what it sent before; null: this is what came since then */
  running: Running | null
}

/** Who counts on, in texts that stay the same for as long as it does. */
export interface Running {
  stream: string
  /** streams of one metric that are always sent together */
  family: string
  /** unix seconds at which it began; null: not known */
  since: number | null
}

/** The values that were counted, as nearly as that tells; none where there are none. */
export function partsOf(counted: Counted): Part[] {
  if (counted.of === 'sum') return [{ value: counted.sum, times: 1 }]
  if (counted.of === 'mean')
    return counted.count > 0 ? [{ value: counted.sum / counted.count, times: counted.count }] : []
  const intervals = counted.of === 'buckets' ? boundIntervals(counted) : growingIntervals(counted)
  return valuesIn(
    intervals.filter(({ times }) => times > 0),
    counted.sum,
    counted.range,
  )
}

/** What is counted is seldom below zero, so that the first bucket begins there unless its bound is below. */
function boundIntervals({ bounds, counts }: Buckets): Interval[] {
  const [first = 0] = bounds
  return counts.map((times, i) => ({
    times,
    low: bounds[i - 1] ?? Math.min(first, 0),
    high: bounds[i] ?? Number.POSITIVE_INFINITY,
  }))
}

function growingIntervals({ scale, zero, positive, negative }: Exponents): Interval[] {
  const bound = (index: number) => 2 ** (index * 2 ** -scale)
  return [
    ...negative.map(([i, times]) => ({ times, low: -bound(i + 1), high: -bound(i) })),
    { times: zero, low: 0, high: 0 },
    ...positive.map(([i, times]) => ({ times, low: bound(i), high: bound(i + 1) })),
  ]
}
