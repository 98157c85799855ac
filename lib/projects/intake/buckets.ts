const MINUTE_MS = 60_000
/** What a chart shows well. */
const MOST_POINTS = 120
/** Counts are kept by the minute; these read well on an axis. */
const MINUTES = [1, 5, 15, 30, 60, 180, 360, 720, 1440, 10_080]

export interface Buckets {
  from: Date
  /** after the last bucket */
  to: Date
  bucketMs: number
  /** where each begins, Unix milliseconds */
  times: number[]
}

/** Cuts a span into buckets of whole minutes that begin at round times in UTC; the last one holds `to`. */
export function bucketsOf(from: Date, to: Date): Buckets {
  const spanMs = to.getTime() - from.getTime()
  const minutes =
    MINUTES.find(size => spanMs <= size * MINUTE_MS * MOST_POINTS) ??
    Math.ceil(spanMs / MINUTE_MS / MOST_POINTS)
  const bucketMs = minutes * MINUTE_MS
  const first = Math.floor(from.getTime() / bucketMs) * bucketMs
  const count = Math.max(1, Math.floor(to.getTime() / bucketMs) - first / bucketMs + 1)
  const times = Array.from({ length: count }, (_, index) => first + index * bucketMs)
  return { from: new Date(first), to: new Date(first + count * bucketMs), bucketMs, times }
}
