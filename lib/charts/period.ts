import { UserError } from '#lib/failures.ts'
import type { Period } from '#lib/metrics/periods.ts'
import { READ_FROM } from '#lib/metrics/range.ts'
import type { MetricSettings } from '#lib/metrics/settings.ts'

const HOUR = 3_600
const DAY = 24 * HOUR
/** About, for those that differ. */
const LENGTHS = {
  ...{ minute: 60, hour: HOUR, day: DAY, week: 7 * DAY, month: 30 * DAY },
  ...{ year: 365 * DAY, all: Number.POSITIVE_INFINITY },
} as const satisfies Record<Period, number>
const FOLLOWING = ['minute', 'hour', 'day', 'week'] as const

/** As many as the widest screen has pixels for, several times over. */
export const MOST_BUCKETS = 11_000
/** What a line is drawn with unless somebody wants it otherwise: a day of 25 hours by minutes still. */
export const BUCKETS_OF_LINE = 1_500
/** And a row, whose numbers are to be read. */
export const BUCKETS_OF_ROW = 62
/** A line without axes. */
export const BUCKETS_OF_SPARK = 400

interface Seconds {
  from: number
  to: number
}

/** The shortest period in which a range has at most so many buckets, all of which are kept still. */
export function periodFor(
  { from, to }: Seconds,
  buckets: number,
  { keepDays }: Pick<MetricSettings, 'keepDays'>,
  now: number,
): Period {
  const isKept = (period: (typeof FOLLOWING)[number]) => {
    const days = keepDays[READ_FROM[period]]
    return days === null || from >= now - days * DAY
  }
  const fitting = FOLLOWING.find(
    period => (to - from) / LENGTHS[period] <= buckets && isKept(period),
  )
  return fitting ?? 'month'
}

/** Throws a UserError, which names a period that would do, when a range has more buckets than can be drawn. */
export function refuseTooMany({ from, to }: Seconds, period: Period): void {
  const count = Math.ceil((to - from) / LENGTHS[period])
  if (count <= MOST_BUCKETS) return
  const enough = FOLLOWING.find(one => (to - from) / LENGTHS[one] <= MOST_BUCKETS) ?? 'month'
  throw new UserError(
    `That would be ${count} buckets; at most ${MOST_BUCKETS} are drawn. Take the period ${enough} or a shorter range.`,
    { fields: { period: `gives ${count} buckets; at most ${MOST_BUCKETS} are drawn` } },
  )
}
