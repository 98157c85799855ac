import { READ_FROM } from '#lib/metrics/range.ts'
import type { MetricSettings } from '#lib/metrics/settings.ts'
import type { Period } from '#lib/metrics/terms.ts'

const HOUR = 3_600
const DAY = 24 * HOUR
/** About, for those that differ. */
const LENGTHS = {
  ...{ minute: 60, hour: HOUR, day: DAY, week: 7 * DAY, month: 30 * DAY },
  ...{ year: 365 * DAY, all: Number.POSITIVE_INFINITY },
} as const satisfies Record<Period, number>
const CHOSEN = ['minute', 'hour', 'day', 'week'] as const

/** Both ends in unix seconds. */
export interface Span {
  from: number
  to: number
}

/** How many buckets a range has, about. */
export const countBuckets = ({ from, to }: Span, period: Period): number =>
  Math.ceil((to - from) / LENGTHS[period])

/** The shortest period in which a range has at most so many buckets, and all of them are kept if the settings tell. */
export function periodFor(
  span: Span,
  most: number,
  kept?: { settings: Pick<MetricSettings, 'keepDays'>; now: number },
): Period {
  const isKept = (period: (typeof CHOSEN)[number]) => {
    const days = kept?.settings.keepDays[READ_FROM[period]] ?? null
    return kept === undefined || days === null || span.from >= kept.now - days * DAY
  }
  return CHOSEN.find(period => countBuckets(span, period) <= most && isKept(period)) ?? 'month'
}
