import { DASH, SPACE } from '#lib/intake/syslog/bytes.ts'
import { nameOf } from '#lib/intake/syslog/names.ts'
import { decode } from '#lib/intake/syslog/text.ts'

/** A place in a message that is being read, and what was amiss so far. */
export interface Cursor {
  readonly bytes: Buffer
  at: number
  readonly end: number
  /** sure to be ASCII without NUL */
  readonly isPlain: boolean
  readonly marks: string[]
}

/** The bytes of a name: what comes again and again. */
export function name({ bytes, isPlain, marks }: Cursor, start: number, end: number): string {
  return isPlain ? nameOf(bytes, start, end) : decode(bytes, start, end, marks)
}

export function text({ bytes, isPlain, marks }: Cursor, start: number, end: number): string {
  return isPlain ? bytes.toString('latin1', start, end) : decode(bytes, start, end, marks)
}

/** Where the next space is, or the end. */
export function wordEnd({ bytes, end }: Cursor, from: number): number {
  let at = from
  while (at < end && bytes[at] !== SPACE) at++
  return at
}

/** Reads a header field of RFC 5424 and the space after it; '' for the nil value `-`. */
export function field(cursor: Cursor): string {
  const start = cursor.at
  const end = wordEnd(cursor, start)
  cursor.at = end + 1
  const isNil = end - start === 1 && cursor.bytes[start] === DASH
  return isNil ? '' : name(cursor, start, end)
}
