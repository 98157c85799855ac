import { DOT, isDigit, ZERO } from '#lib/intake/syslog/bytes.ts'
import type { Cursor } from '#lib/intake/syslog/cursor.ts'

/** So many digits as a number; NaN when one of them is none. */
export function digits(bytes: Buffer, at: number, count: number): number {
  let number = 0
  for (let i = at; i < at + count; i++) {
    const digit = (bytes[i] as number) - ZERO
    if (!(digit >= 0 && digit <= 9)) return Number.NaN
    number = number * 10 + digit
  }
  return number
}

/** Reads `.123456` if it is there; answers it in milliseconds, what is finer cut off. */
export function fraction(cursor: Cursor): number {
  const { bytes, end } = cursor
  if (bytes[cursor.at] !== DOT || !isDigit(bytes[cursor.at + 1])) return 0

  let ms = 0
  let worth = 100
  for (cursor.at++; cursor.at < end && isDigit(bytes[cursor.at]); cursor.at++) {
    ms += ((bytes[cursor.at] as number) - ZERO) * worth
    worth = worth > 1 ? worth / 10 : 0
  }
  return ms
}
