import { ERROR_LEVEL, type ErrorEvent } from '#lib/errors/event.ts'
import { GREATER, isDigit, LESS, ZERO } from '#lib/intake/syslog/bytes.ts'
import { type Cursor, text } from '#lib/intake/syslog/cursor.ts'
import { facilityOf } from '#lib/intake/syslog/facilities.ts'
import { CUT, type Frame } from '#lib/intake/syslog/framing.ts'
import type { Header } from '#lib/intake/syslog/header.ts'
import { readRfc3164 } from '#lib/intake/syslog/rfc3164.ts'
import { readRfc5424, versionAt } from '#lib/intake/syslog/rfc5424.ts'
import { wholeCharacters } from '#lib/intake/syslog/text.ts'
import { traceIn, traceInText } from '#lib/intake/syslog/trace.ts'

const PRIORITY_LIMIT = 191

export const NO_PRIORITY = 'no priority: taken for an error'
export const BAD_HEADER = 'the header cannot be read; this is the text after the priority'
export const OTHER_VERSION = 'of another version than 1'

/** Who a message comes from, whatever it says itself; one object for all its messages. */
export interface Sender {
  address: string
  extra: { peer: string }
}

export const senderAt = (address: string): Sender => ({ address, extra: { peer: address } })

/**
 * Reads one message of RFC 5424 or RFC 3164. Whatever the bytes are, it becomes an event: what cannot be read is kept
 * as text, and `details.marks` says why.
 */
export function readMessage(frame: Frame, sender: Sender, nowMs: number): ErrorEvent {
  const marks: string[] = frame.mark === undefined ? [] : [frame.mark]
  const end = frame.mark === CUT ? wholeCharacters(frame.bytes, frame.start, frame.end) : frame.end
  const cursor = { bytes: frame.bytes, at: frame.start, end, isPlain: frame.isPlain, marks }
  const priority = readPriority(cursor)
  if (priority < 0) marks.push(NO_PRIORITY)

  const header = readHeader(cursor, priority >= 0, nowMs)
  const message = cursor.at < end ? text(cursor, cursor.at, end) : ''
  const { structured } = header
  return {
    at: Number.isNaN(header.at) ? nowMs : header.at,
    message: message || inPlaceOfText(header),
    level: priority < 0 ? ERROR_LEVEL : priority & 7,
    host: header.host || sender.address,
    program: header.program,
    traceId: (structured && traceIn(structured)) ?? traceInText(message),
    details: {
      facility: priority < 0 ? undefined : facilityOf(priority),
      processId: header.processId || undefined,
      messageId: header.messageId || undefined,
      structured,
      marks: marks.length > 0 ? marks : undefined,
      extra: sender.extra,
    },
  }
}

/** Reads `<34>`; -1, and the place unchanged, when there is none. */
function readPriority(cursor: Cursor): number {
  const { bytes, at: begin, end } = cursor
  if (bytes[begin] !== LESS) return -1
  let priority = 0
  let at = begin + 1
  while (at < end && at <= begin + 3 && isDigit(bytes[at]))
    priority = priority * 10 + (bytes[at++] as number) - ZERO
  const isWhole = at > begin + 1 && at < end && bytes[at] === GREATER
  if (!isWhole || priority > PRIORITY_LIMIT) return -1
  cursor.at = at + 1
  return priority
}

const nothing: Header = {
  at: Number.NaN,
  host: '',
  program: '',
  processId: '',
  messageId: '',
  structured: undefined,
}

function readHeader(cursor: Cursor, hasPriority: boolean, nowMs: number): Header {
  const begin = cursor.at
  const version = hasPriority ? versionAt(cursor) : 0
  const header = version > 0 ? readRfc5424(cursor) : readRfc3164(cursor, nowMs)
  if (version > 1 && header) cursor.marks.push(OTHER_VERSION)
  if (version > 0 && !header) cursor.marks.push(BAD_HEADER)

  // Without a priority only a time tells that there is a header at all.
  if (header && (hasPriority || !Number.isNaN(header.at))) return header
  cursor.at = begin
  return nothing
}

/** A message may have no text; something has to be said of it all the same. */
const inPlaceOfText = ({ messageId, structured, program }: Header): string =>
  messageId || Object.keys(structured ?? {}).join(' ') || program || '(no text)'
