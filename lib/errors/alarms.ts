import type { TimeRange } from '#lib/errors/schema.ts'
import { type Entry, type Seconds, SLICES, type SliceName } from '#lib/errors/slices.ts'

/** Firetower's low, medium and high. */
export const THRESHOLDS = { low: 10, medium: 100, high: 1_000 } as const

/** No clock is wrong by more: a range that ends here has all that comes after its beginning. */
const LAST_SECOND = Date.UTC(9_999, 0, 1) / 1_000

/** The seconds strictly newer than `length` seconds ago; what a fast clock dates into the future is among them. */
export const newerThan = (now: number, length: number): Seconds => ({
  from: now - length + 1,
  to: LAST_SECOND,
})

export const sumIn = (entries: readonly Entry[], { from, to }: Seconds): number =>
  entries.reduce((sum, [second, count]) => (second >= from && second <= to ? sum + count : sum), 0)

/** The slice that ends now, wherever in it that is. */
export function lastSlice(slice: SliceName, now: Date): TimeRange {
  const { from, to } = newerThan(Math.floor(now.getTime() / 1_000), SLICES[slice])
  return { from: new Date(from * 1_000), to: new Date(to * 1_000) }
}

export interface Violation<T> {
  of: T
  threshold: number
  count: number
  /** in Firetower's words */
  message: string
}

/** Who has more than a threshold allows in a slice of so many seconds; one entry for each threshold that is passed. */
export const violations = <T extends { name: string; count: number }>(
  counted: readonly T[],
  seconds: number,
  thresholds: readonly number[],
): Violation<T>[] =>
  counted.flatMap(of =>
    thresholds
      .filter(threshold => of.count > threshold)
      .map(threshold => ({
        ...{ of, threshold, count: of.count },
        message: `${of.name} has violated ${threshold} threshold for ${seconds} timeperiod (${of.count})`,
      })),
  )
