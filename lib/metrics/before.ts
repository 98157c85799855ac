import { DateTime, type DurationLikeObject } from 'luxon'
import type { Span } from '#lib/metrics/period-for.ts'
import type { Period } from '#lib/metrics/terms.ts'

/** The length of time before a range that it is compared with. */
export interface Before {
  /** the moment that stands beside one of the range */
  shift(at: number): number
  /** likewise; null where the clocks had no such moment, or show it a second time */
  besides(at: number): number | null
}

/** A day in which clocks are changed is no whole one by its length: 23 hours are 0.96 of 24. */
const NEARLY = 0.05

/**
 * Goes back by so many whole periods as the range has; in minutes and hours, by whole days where the range has about
 * that. Days and what is longer are those of the time zone: ten o'clock stands beside ten o'clock, whether the days
 * have 23, 24 or 25 hours. Null for `all`, which nothing is before.
 */
export function beforeOf({ from, to }: Span, period: Period, zone: string): Before | null {
  if (period === 'all') return null
  const at = (second: number) => DateTime.fromSeconds(second, { zone })
  const length = lengthOf(at(from), at(to), period)
  const shift = (second: number) => at(second).minus(length).toSeconds()
  return {
    shift,
    besides(second) {
      const moved = shift(second)
      return at(moved).plus(length).toSeconds() === second ? moved : null
    },
  }
}

function lengthOf(
  from: DateTime,
  to: DateTime,
  period: Exclude<Period, 'all'>,
): DurationLikeObject {
  if (period === 'minute' || period === 'hour') {
    const { days } = to.diff(from, 'days')
    const whole = Math.round(days)
    if (whole > 0 && Math.abs(days - whole) <= NEARLY) return { days: whole }
  }
  const periods = to.diff(from, period).as(period)
  return { [period]: Math.max(1, Math.ceil(periods - 2 * NEARLY)) }
}
