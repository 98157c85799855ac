import { DDSketch } from '@datadog/sketches-js'

/**
 * A distribution as counts of values in bins that grow by 2 % (Masson, Rim, Lee: DDSketch, VLDB 2019), so that any
 * two can be added and a percentile is off by 1 % at most. Bins are numbered in the order of their values:
 * 0 holds zero, those below hold negative values.
 */
export type Bins = Map<number, number>

const { mapping } = new DDSketch({ relativeAccuracy: 0.01 })
/** Keys of the mapping lie within ±2,500 for the values that are told apart. */
const FIRST_KEY = 10_000
/** What is nearer to zero counts as zero, what is greater as this: a distribution has some 5,000 bins at most. */
const LEAST = 1e-9
const GREATEST = 1e12

export function binOf(value: number): number {
  const size = Math.abs(value)
  if (size < LEAST) return 0
  const bin = mapping.key(Math.min(size, GREATEST)) + FIRST_KEY
  return value < 0 ? -bin : bin
}

export const addTo = (bins: Bins, bin: number, times: number) => {
  bins.set(bin, (bins.get(bin) ?? 0) + times)
}

/**
 * The value that `share` (0 to 1) of all values are not above: 0.95 is the 95th percentile.
 * `bins` in any order; null when they are empty.
 */
export function quantile(bins: Iterable<readonly [number, number]>, share: number): number | null {
  const inOrder = [...bins].sort(([a], [b]) => a - b)
  const total = inOrder.reduce((sum, [, count]) => sum + count, 0)
  const rank = share * (total - 1)
  let below = 0
  for (const [bin, count] of inOrder) {
    below += count
    if (below > rank) return valueIn(bin)
  }
  return null
}

function valueIn(bin: number): number {
  if (bin === 0) return 0
  const size = mapping.value(Math.abs(bin) - FIRST_KEY)
  return bin < 0 ? -size : size
}
