import { DASH, isDigit, OPEN, SPACE, ZERO } from '#lib/intake/syslog/bytes.ts'
import { type Cursor, field, wordEnd } from '#lib/intake/syslog/cursor.ts'
import type { Header } from '#lib/intake/syslog/header.ts'
import { isoStamp } from '#lib/intake/syslog/iso-stamp.ts'
import { structuredData } from '#lib/intake/syslog/structured.ts'

export const BAD_TIME = 'the time cannot be read; it is the time of arrival'
export const BAD_STRUCTURED = 'the structured data cannot be read'

/** The version, 1 to 3 digits, of a header of RFC 5424; 0 when what follows the priority is none. */
export function versionAt({ bytes, at, end }: Cursor): number {
  if (bytes[at] === ZERO) return 0
  let version = 0
  for (let i = at; i < end && i <= at + 3; i++) {
    const byte = bytes[i] as number
    if (byte === SPACE) return version
    if (!isDigit(byte)) return 0
    version = version * 10 + byte - ZERO
  }
  return 0
}

/**
 * Reads the header after the priority (section 6) up to the message; null, and the place unchanged, when it is none:
 * plain text may begin with a number, too.
 */
export function readRfc5424(cursor: Cursor): Header | null {
  const begin = cursor.at
  const marked = cursor.marks.length
  cursor.at = wordEnd(cursor, begin) + 1
  const at = stamp(cursor)
  const host = field(cursor)
  const program = field(cursor)
  const processId = field(cursor)
  const messageId = field(cursor)
  const first = cursor.at < cursor.end ? cursor.bytes[cursor.at] : undefined
  if (first !== DASH && first !== OPEN) {
    cursor.at = begin
    cursor.marks.length = marked
    return null
  }
  const header = { at, host, program, processId, messageId, structured: structured(cursor) }
  // rsyslog's own template has a second space before what came to it in the older form.
  if (cursor.bytes[cursor.at] === SPACE) cursor.at++
  return header
}

/** NaN for a time that is nil or cannot be read. */
function stamp(cursor: Cursor): number {
  const end = wordEnd(cursor, cursor.at)
  const at = isoStamp(cursor)
  if (Number.isNaN(at) && !isNil(cursor, end)) cursor.marks.push(BAD_TIME)
  cursor.at = end + 1
  return at
}

const isNil = ({ bytes, at }: Cursor, end: number) => end === at + 1 && bytes[at] === DASH

function structured(cursor: Cursor): Header['structured'] {
  if (cursor.bytes[cursor.at] === DASH) {
    cursor.at = wordEnd(cursor, cursor.at) + 1
    return undefined
  }
  const elements = structuredData(cursor)
  if (elements === null) cursor.marks.push(BAD_STRUCTURED)
  return elements ?? undefined
}
