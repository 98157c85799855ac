import type { Micros } from '#lib/streams/event.ts'
import type { Period } from '#lib/streams/timex/expression.ts'
import { utc } from '#lib/streams/timex/iso.ts'
import { type Duration, UNITS, type Unit } from '#lib/streams/timex/units.ts'

/** The units that are of one length. */
const LENGTH: Partial<Record<Unit, Micros>> = {
  us: 1,
  s: 1e6,
  m: 60e6,
  h: 3_600e6,
  d: 86_400e6,
}

const LONGEST_MONTH = 31

/** A time with microseconds in the order of its fields: year, month, day, hour, minute, second, microsecond. */
type Fields = [number, number, number, number, number, number, number]

/** How a day that its month does not have is taken: not at all, or as the last of the month. */
export type MissingDay = 'none' | 'last'

/** So much later, or earlier where `sign` is -1: years and months first, which keep the day. Null where there is no such time. */
export function moved(
  at: Micros,
  by: Duration,
  sign: 1 | -1,
  missing: MissingDay = 'none',
): Micros | null {
  const months = (by.y ?? 0) * 12 + (by.mo ?? 0)
  const day = months === 0 ? at : withMonths(fieldsOf(at), sign * months, missing)
  if (day === null) return null
  const rest = UNITS.reduce((sum, unit) => sum + (by[unit] ?? 0) * (LENGTH[unit] ?? 0), 0)
  return exact(day + sign * rest)
}

/** With these fields in place of its own. Null where there is no such time. */
export function replaced(at: Micros, by: Duration, missing: MissingDay = 'none'): Micros | null {
  const [year, month, day, hour, minute, second, micro] = fieldsOf(at)
  const fields: Fields = [
    ...([by.y ?? year, by.mo ?? month, by.d ?? day] as const),
    ...([by.h ?? hour, by.m ?? minute, by.s ?? second, by.us ?? micro] as const),
  ]
  return microsAt(missing === 'last' ? onLastDay(fields) : fields)
}

/** The beginning of the hour, day, month or year that a time is in. */
export function beginOf(period: Period, at: Micros): Micros {
  const [year, month, day, hour] = fieldsOf(at)
  const kept = {
    hour: [year, month, day, hour],
    day: [year, month, day],
    month: [year, month],
    year: [year],
  }
  const [y = 1970, mo = 1, d = 1, h = 0] = kept[period]
  return microsAt([y, mo, d, h, 0, 0, 0]) ?? at
}

function withMonths([year, month, day, ...time]: Fields, months: number, missing: MissingDay) {
  const count = year * 12 + month - 1 + months
  const then: Fields = [Math.floor(count / 12), (((count % 12) + 12) % 12) + 1, day, ...time]
  return microsAt(missing === 'last' ? onLastDay(then) : then)
}

function onLastDay([year, month, day, ...time]: Fields): Fields {
  if (day > LONGEST_MONTH) return [year, month, day, ...time]
  const last = new Date(0)
  last.setUTCFullYear(year, month, 0)
  return [year, month, Math.min(day, last.getUTCDate()), ...time]
}

function fieldsOf(at: Micros): Fields {
  const second = Math.floor(at / 1e6)
  const date = new Date(second * 1_000)
  return [
    ...([date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()] as const),
    ...([
      date.getUTCHours(),
      date.getUTCMinutes(),
      date.getUTCSeconds(),
      at - second * 1e6,
    ] as const),
  ]
}

function microsAt([year, month, day, hour, minute, second, micro]: Fields): Micros | null {
  const ms = utc([year, month, day, hour, minute, second])
  return ms === null || micro >= 1e6 ? null : exact(ms * 1_000 + micro)
}

/** Microseconds are whole numbers as long as they fit: from 1684 to 2255. */
const exact = (at: Micros): Micros | null => (Number.isSafeInteger(at) ? at : null)
