/** Values alike. */
export interface Part {
  value: number
  times: number
}

/** The least and the greatest of the values, where they are known. */
export interface Range {
  min: number | null
  max: number | null
}

/** So many values lie between these two. */
export interface Interval {
  times: number
  low: number
  /** may be infinite in the last one */
  high: number
}

/**
 * A value for each of the intervals, so that all together have the sum that is known: in each it lies at the same
 * share of the way from low to high. Intervals in order, none of them empty.
 */
export function valuesIn(intervals: readonly Interval[], sum: number | null, range: Range): Part[] {
  const within = narrowed(intervals, range)
  const beyond = sum === null ? 0 : sum - total(within, ({ low }) => low)
  const width = total(within, ({ low, high }) => (Number.isFinite(high) ? high - low : 0))
  const last = within.at(-1)
  const isOpen = last !== undefined && !Number.isFinite(last.high)
  // The open end reaches as far as the sum allows when all others are at their lowest.
  const openWidth = isOpen ? Math.max(beyond, 0) : 0
  const share = sum === null ? 1 / 2 : shareOf(beyond, width + openWidth)
  return within.map(({ times, low, high }) => ({
    times,
    value: Math.min(low + share * (Number.isFinite(high) ? high - low : openWidth / times), high),
  }))
}

const total = (intervals: readonly Interval[], of: (interval: Interval) => number) =>
  intervals.reduce((sum, interval) => sum + interval.times * of(interval), 0)

const shareOf = (part: number, whole: number) =>
  whole > 0 ? Math.min(Math.max(part / whole, 0), 1) : 0

/** The least value lies in the first interval and the greatest in the last. */
function narrowed(intervals: readonly Interval[], { min, max }: Range): Interval[] {
  return intervals.map(({ times, low, high }, i) => ({
    times,
    low: i === 0 && min !== null && min <= high ? Math.max(low, min) : low,
    high: i === intervals.length - 1 && max !== null && max >= low ? Math.min(high, max) : high,
  }))
}
