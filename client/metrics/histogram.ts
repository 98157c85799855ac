/** Bounds at powers of 2^(1/64): a value is known to half a percent. */
const FINEST = 6
/** A point may have 1,000 (the intake's counted.ts); two of them are one at the next coarser scale. */
const BUCKETS_LIMIT = 500

/** How often which value came, in OTLP's exponential buckets (opentelemetry.io/docs/specs/otel/metrics/data-model). */
export interface Histogram {
  add(value: number): void
  /** A data point's part of it. */
  point(): object
}

export function newHistogram(): Histogram {
  const counts = new Map<number, number>()
  let [count, zeroCount, sum] = [0, 0, 0]
  let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]

  return {
    /** Below zero there is no time and no size. */
    add(given) {
      const value = Math.max(given, 0)
      count++
      sum += value
      min = Math.min(min, value)
      max = Math.max(max, value)
      if (value === 0) zeroCount++
      else {
        const index = Math.ceil(Math.log2(value) * 2 ** FINEST) - 1
        counts.set(index, (counts.get(index) ?? 0) + 1)
      }
    },
    point: () => ({ ...{ count, sum, min, max, zeroCount }, ...bucketsOf(counts) }),
  }
}

function bucketsOf(counts: ReadonlyMap<number, number>) {
  const indexes = [...counts.keys()]
  if (indexes.length === 0) return { scale: FINEST }
  let [first, last, scale] = [Math.min(...indexes), Math.max(...indexes), FINEST]
  while (last - first >= BUCKETS_LIMIT) [first, last, scale] = [first >> 1, last >> 1, scale - 1]
  const bucketCounts = Array<number>(last - first + 1).fill(0)
  for (const [index, count] of counts) {
    const place = (index >> (FINEST - scale)) - first
    bucketCounts[place] = (bucketCounts[place] ?? 0) + count
  }
  return { scale, positive: { offset: first, bucketCounts } }
}
