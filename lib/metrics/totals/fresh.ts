import type { Counted, Point, Running } from '#lib/metrics/totals/counted.ts'
import { difference } from '#lib/metrics/totals/difference.ts'

/** A stream as it was sent the last time; a family has only the time. */
export interface Known {
  /** unix seconds */
  at: number
  counted: Counted | null
}

/** What a sender counted before it was heard of counts now, when it is not longer ago than this. */
const YOUNG_SECONDS = 3_600
/** Reports of one moment. */
const AT_ONCE_SECONDS = 1

/**
 * What of a point that counts on is new: `repeat` when it was sent before, null when that can't be told and it is
 * only what the next one is compared with. A stream that comes up in a family that was sent before began after that.
 */
export function freshOf(
  { at, counted, running }: Point & { running: Running },
  stream: Known | undefined,
  family: Known | undefined,
): Counted | 'repeat' | null {
  if (stream) {
    if (at <= stream.at) return 'repeat'
    return stream.counted && difference(counted, stream.counted)
  }
  const isYoung = running.since !== null && at - running.since <= YOUNG_SECONDS
  const isNewInFamily = family !== undefined && at - family.at >= AT_ONCE_SECONDS
  return isYoung || isNewInFamily ? counted : null
}
