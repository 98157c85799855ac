import { COLON, isDigit, SPACE } from '#lib/intake/syslog/bytes.ts'
import type { Cursor } from '#lib/intake/syslog/cursor.ts'
import { digits, fraction } from '#lib/intake/syslog/digits.ts'
import { inMs, latestMinute, localMinute, midnight, minutes } from '#lib/intake/syslog/times.ts'

const MONTHS = 'janfebmaraprmayjunjulaugsepoctnovdec'
const LOWER = 0x20
/** `Oct 1 22:14:15` */
const SHORTEST = 14
const ZONE_LIMIT = 5

/**
 * Reads the time of RFC 3164, `Oct 11 22:14:15`, which has neither year nor zone, and answers it in milliseconds;
 * NaN, and the place unchanged, when there is none. Routers add what they know: a year before or after the day, a
 * fraction, the name of a zone before a colon. Any zone but UTC is taken for that of this process.
 */
export function bsdStamp(cursor: Cursor, nowMs: number): number {
  const begin = cursor.at
  const at = read(cursor, nowMs)
  if (Number.isNaN(at)) cursor.at = begin
  return at
}

function read(cursor: Cursor, nowMs: number): number {
  const { bytes, end } = cursor
  const before = year(cursor)
  if (end - cursor.at < SHORTEST) return Number.NaN
  const month = monthAt(bytes, cursor.at)
  if (month === 0 || bytes[cursor.at + 3] !== SPACE) return Number.NaN
  cursor.at += 4
  const day = dayOf(cursor)
  const stated = before || year(cursor)
  const at = cursor.at
  if (end - at < 8 || bytes[at + 2] !== COLON || bytes[at + 5] !== COLON) return Number.NaN

  const minute = minutes(digits(bytes, at, 2), digits(bytes, at + 3, 2))
  const second = digits(bytes, at + 6, 2)
  if (!(minute < 24 * 60 && second <= 60)) return Number.NaN
  cursor.at = at + 8
  const ms = second * 1000 + fraction(cursor)
  return beginOf(stated, month, day, minute, isUtc(cursor), nowMs) + ms
}

function beginOf(
  stated: number,
  month: number,
  day: number,
  minute: number,
  isUtc: boolean,
  nowMs: number,
): number {
  const local = stated
    ? localMinute(stated, month, day, minute)
    : latestMinute(month, day, minute, nowMs)
  if (!isUtc || Number.isNaN(local)) return local
  return midnight(new Date(local).getFullYear(), month, day) + inMs(minute)
}

/** `2003 ` if it is there, or 0. */
function year(cursor: Cursor): number {
  const { bytes, at, end } = cursor
  if (end - at < 5 || bytes[at + 4] !== SPACE) return 0
  const stated = digits(bytes, at, 4)
  if (Number.isNaN(stated)) return 0
  cursor.at = at + 5
  return stated
}

/** One or two digits, the one after a second space or not, and the space after them. */
function dayOf(cursor: Cursor): number {
  const { bytes } = cursor
  if (bytes[cursor.at] === SPACE) cursor.at++
  const count = isDigit(bytes[cursor.at + 1]) ? 2 : 1
  const day = digits(bytes, cursor.at, count)
  cursor.at += count
  if (bytes[cursor.at] !== SPACE) return Number.NaN
  cursor.at++
  return day
}

function monthAt(bytes: Buffer, at: number): number {
  for (let month = 0; month < 12; month++)
    if (
      isLetter(bytes, at, month, 0) &&
      isLetter(bytes, at, month, 1) &&
      isLetter(bytes, at, month, 2)
    )
      return month + 1
  return 0
}

const isLetter = (bytes: Buffer, at: number, month: number, letter: number) =>
  ((bytes[at + letter] as number) | LOWER) === MONTHS.charCodeAt(month * 3 + letter)

/** Passes over ` CEST` when a colon follows. */
function isUtc(cursor: Cursor): boolean {
  const { bytes, at, end } = cursor
  if (bytes[at] !== SPACE) return false
  let last = at + 1
  while (last < end && last - at <= ZONE_LIMIT && isCapital(bytes[last] as number)) last++
  if (last === at + 1 || last >= end || bytes[last] !== COLON) return false
  cursor.at = last
  const zone = bytes.toString('latin1', at + 1, last)
  return zone === 'UTC' || zone === 'GMT' || zone === 'Z'
}

const isCapital = (byte: number) => byte >= 0x41 && byte <= 0x5a
