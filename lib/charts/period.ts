import type { Period } from '#lib/metrics/periods.ts'

const HOUR = 3_600
const DAY = 24 * HOUR

/** Up to which length a range is drawn by each period; a day of 25 hours is one of minutes still. */
const UP_TO: [seconds: number, Period][] = [
  [25 * HOUR, 'minute'],
  [62 * DAY, 'hour'],
  [4 * 366 * DAY, 'day'],
  [20 * 366 * DAY, 'week'],
]

/** The period in which a range has as many buckets as a chart can show, and no more. */
export const periodFor = (seconds: number): Period =>
  UP_TO.find(([most]) => seconds <= most)?.[1] ?? 'month'
