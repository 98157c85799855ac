import type { Micros } from '#lib/streams/event.ts'

const ISO =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?\s?(Z|[+-]\d\d(?::?\d\d)?)?)?$/i
const MINUTE = 60_000

/** The time that a text tells in ISO 8601, or null: without a zone it is UTC, what is shorter than a microsecond is cut off. */
export function microsOf(text: string): Micros | null {
  const found = ISO.exec(text)
  if (!found) return null
  const [, year, month, day, hour = 0, minute = 0, second = 0, fraction = '', zone = 'Z'] = found
  const fields = [year, month, day, hour, minute, second].map(Number)
  const ms = utc(fields)
  if (ms === null) return null
  const micros = (ms - zoneMs(zone)) * 1_000 + Number(fraction.padEnd(6, '0').slice(0, 6))
  return Number.isSafeInteger(micros) ? micros : null
}

/** In UTC, always with six digits: `2014-08-01T02:10:23.000550Z`. */
export function isoOf(at: Micros): string {
  const ms = Math.floor(at / 1_000)
  const rest = String(at - ms * 1_000).padStart(3, '0')
  return `${new Date(ms).toISOString().slice(0, -1)}${rest}Z`
}

/** Unix milliseconds; null where there is no such day or time. */
export function utc([year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0]: number[]) {
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  date.setUTCHours(hour, minute, second)
  const isSame =
    date.getUTCMonth() === month - 1 &&
    date.getUTCDate() === day &&
    date.getUTCHours() === hour &&
    date.getUTCMinutes() === minute &&
    date.getUTCSeconds() === second
  return isSame ? date.getTime() : null
}

function zoneMs(zone: string): number {
  if (/z/i.test(zone)) return 0
  const digits = zone.slice(1).replace(':', '').padEnd(4, '0')
  const size = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2))
  return (zone.startsWith('-') ? -size : size) * MINUTE
}
