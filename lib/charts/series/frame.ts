import { refuseTooMany } from '#lib/charts/period.ts'
import { type Before, beforeOf } from '#lib/metrics/before.ts'
import { periodFor, type Span } from '#lib/metrics/period-for.ts'
import { bucketsIn, type Calendar, calendarOf } from '#lib/metrics/periods.ts'
import { READ_FROM } from '#lib/metrics/range.ts'
import type { Period } from '#lib/metrics/terms.ts'
import type { Project } from '#lib/projects/schema.ts'

/** What all series of a panel have in common. Times are unix seconds. */
export interface Frame {
  project: Project
  calendar: Calendar
  period: Period
  now: number
  /** what is older may have been deleted */
  keptFrom: number
  /** beginnings of the buckets that the range touches, ascending */
  times: number[]
  /** from the first of them to the end of the last, or to now */
  span: Span
  /** the range as it was asked for, to now at most */
  asked: Span
  before: Before | null
}

interface Wanted {
  project: Project
  range: { from: Date; to: Date }
  /** without one, that in which the range has at most so many buckets */
  period?: Period | undefined
  buckets: number
  compare: boolean
}

const DAY = 86_400
/** The last moment of a range that ends where the next one begins. */
const INSTANT = 0.001

/** Throws a UserError when the range has too many buckets of the period. */
export function frameOf({ project, range, period: asked, buckets, compare }: Wanted): Frame {
  const { metrics: settings } = project.settings
  const now = Date.now() / 1000
  const [from, to] = [range.from.getTime() / 1000, range.to.getTime() / 1000 - INSTANT]
  const period = asked ?? periodFor({ from, to }, buckets, { settings, now })
  refuseTooMany({ from, to }, period)
  const calendar = calendarOf(settings.timezone)
  const times = bucketsIn(calendar, period, from, to)
  const first = times[0] ?? from
  const end = calendar.bucketOf(period, to).end - INSTANT
  return {
    ...{ project, calendar, period, now, times },
    keptFrom: now - (settings.keepDays[READ_FROM[period]] ?? Number.POSITIVE_INFINITY) * DAY,
    span: { from: first, to: Math.min(end, Math.max(now, first)) },
    asked: { from, to: Math.min(to, Math.max(now, from)) },
    before: compare ? beforeOf({ from, to }, period, settings.timezone) : null,
  }
}

/** Unix milliseconds; the bucket of all time is drawn where the range begins. */
export const drawnTimes = ({ period, times, asked }: Frame): number[] =>
  times.map(at => (period === 'all' ? asked.from : at) * 1000)

/** The buckets of a frame, moved to the length of time before; null where there is no such one. */
export const timesBefore = ({ times, before }: Frame): (number | null)[] =>
  times.map(at => before?.besides(at) ?? null)

export const spanBefore = ({ from, to }: Span, { shift }: Before): Span => ({
  from: shift(from),
  to: shift(to),
})
