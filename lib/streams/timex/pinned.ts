import type { Micros } from '#lib/streams/event.ts'
import { moved } from '#lib/streams/timex/calendar.ts'
import { type Operator, PERIODS, type Period } from '#lib/streams/timex/expression.ts'
import { type Duration, UNITS, type Unit } from '#lib/streams/timex/units.ts'
import type { TimeRange } from '#lib/streams/timex/value.ts'

/** Of which period a range is, and the time that it was made from and goes on holding. */
export interface Pin {
  at: Micros
  period: Period
}

export interface Pinnable extends TimeRange {
  pin?: Pin
}

/** The least lengths at which a range counts as one of a unit, the greatest first. */
const LEAST: [Unit, Micros][] = [
  ['y', 365 * 86_400e6],
  ['mo', 28 * 86_400e6],
  ['d', 86_400e6],
  ['h', 3_600e6],
  ['m', 60e6],
  ['s', 1e6],
]

/** What a number without a unit counts for a range: the next smaller unit than it is long, of a day hours. */
export function smallerUnit({ begin, end, pin }: Pinnable): Unit {
  const own = pin
    ? PERIODS[pin.period]
    : LEAST.find(([, length]) => Math.abs(end - begin) >= length)?.[0]
  return (own && UNITS[UNITS.indexOf(own) - 1]) ?? 'us'
}

/** Whether a duration leaves a period as what it is: one that is as long as it or longer would bring it back to itself. */
export function isShorter(
  by: Duration,
  operator: Operator,
  { begin, end }: TimeRange,
  period: Period,
): boolean {
  const own = UNITS.indexOf(PERIODS[period])
  if (operator === '@') return UNITS.every((unit, i) => i < own || by[unit] === undefined)
  const later = moved(begin, by, 1)
  return later !== null && later < end
}

/**
 * The range, or the one of its period before or after it, whichever holds the time that it is pinned to: what is moved
 * by less than its length is never further away. `time` refuses times that there are not.
 */
export function repin(
  range: TimeRange,
  { at, period }: Pin,
  time: (at: Micros | null) => Micros,
): TimeRange {
  const { begin, end } = range
  const one = { [PERIODS[period]]: 1 }
  if (at < begin) return { begin: time(moved(begin, one, -1)), end: begin }
  if (at >= end) return { begin: end, end: time(moved(end, one, 1)) }
  return range
}
