import { COLON, DASH, PLUS, SPACE } from '#lib/intake/syslog/bytes.ts'
import type { Cursor } from '#lib/intake/syslog/cursor.ts'
import { digits, fraction } from '#lib/intake/syslog/digits.ts'
import { inMs, localMinute, midnight, minutes } from '#lib/intake/syslog/times.ts'

const T = 0x54
const Z = 0x5a
/** `2003-10-11T22:14:15` */
const SHORTEST = 19
const LOWER = 0x20

/**
 * Reads a time of RFC 3339, as RFC 5424 and the traditional forwarding formats have it, and answers it in
 * milliseconds; NaN, and the place unchanged, when there is none. Without a zone it is of this process's zone.
 */
export function isoStamp(cursor: Cursor): number {
  const { bytes, at, end } = cursor
  if (end - at < SHORTEST || !hasShape(bytes, at)) return Number.NaN

  const year = digits(bytes, at, 4)
  const month = digits(bytes, at + 5, 2)
  const day = digits(bytes, at + 8, 2)
  const minute = minutes(digits(bytes, at + 11, 2), digits(bytes, at + 14, 2))
  const second = digits(bytes, at + 17, 2)
  // A leap second has the number 60.
  if (!(minute < 24 * 60 && second <= 60)) return Number.NaN

  cursor.at = at + SHORTEST
  const ms = second * 1000 + fraction(cursor)
  const offset = zone(cursor)
  const begin =
    offset === null
      ? localMinute(year, month, day, minute)
      : midnight(year, month, day) + inMs(minute - offset)
  const isEnded = cursor.at === end || bytes[cursor.at] === SPACE || bytes[cursor.at] === COLON
  if (isEnded && !Number.isNaN(begin)) return begin + ms
  cursor.at = at
  return Number.NaN
}

function hasShape(bytes: Buffer, at: number): boolean {
  const middle = bytes[at + 10] as number
  return (
    bytes[at + 4] === DASH &&
    bytes[at + 7] === DASH &&
    ((middle & ~LOWER) === T || middle === SPACE) &&
    bytes[at + 13] === COLON &&
    bytes[at + 16] === COLON
  )
}

/** Minutes east of UTC, null when there is no zone; NaN when it is none. */
function zone(cursor: Cursor): number | null {
  const { bytes, at, end } = cursor
  const sign = bytes[at] as number
  if (at < end && (sign & ~LOWER) === Z) {
    cursor.at++
    return 0
  }
  if (at === end || (sign !== PLUS && sign !== DASH)) return null

  const minuteAt = bytes[at + 3] === COLON ? at + 4 : at + 3
  if (minuteAt + 2 > end) return Number.NaN
  cursor.at = minuteAt + 2
  const offset = minutes(digits(bytes, at + 1, 2), digits(bytes, minuteAt, 2))
  return sign === PLUS ? offset : -offset
}
