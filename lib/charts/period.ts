import { UserError } from '#lib/failures.ts'
import { countBuckets, periodFor, type Span } from '#lib/metrics/period-for.ts'
import type { Period } from '#lib/metrics/terms.ts'

/** As many as the widest screen has pixels for, several times over. */
const MOST_BUCKETS = 11_000
/** What a line is drawn with unless somebody wants it otherwise: a day of 25 hours by minutes still. */
export const BUCKETS_OF_LINE = 1_500
/** And a row, whose numbers are to be read. */
export const BUCKETS_OF_ROW = 62
/** A line without axes. */
export const BUCKETS_OF_SPARK = 400

/** Throws a UserError, which names a period that would do, when a range has more buckets than can be drawn. */
export function refuseTooMany(span: Span, period: Period): void {
  const count = countBuckets(span, period)
  if (count <= MOST_BUCKETS) return
  const other = periodFor(span, MOST_BUCKETS)
  const enough = countBuckets(span, other) <= MOST_BUCKETS ? `the period ${other} or ` : ''
  const problem = `${count} buckets; at most ${MOST_BUCKETS} are drawn`
  throw new UserError(`That would be ${problem}. Take ${enough}a shorter range.`, {
    fields: { period: `gives ${problem}` },
  })
}
