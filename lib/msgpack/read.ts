import { type Cursor, Incomplete, openCursor } from '#lib/msgpack/cursor.ts'
import { readValue } from '#lib/msgpack/value.ts'

/** One value of a stream; no event and no batch of the relay is longer. */
const STREAM_VALUE_BYTES = 8 * 1024 * 1024

/**
 * Reads exactly one value, in MessagePack's old style (texts as raw) or its new one, as JSON has it. Bytes become a text when they are
 * UTF-8, base64 otherwise; a timestamp unix seconds; an integer that no double holds its digits. Throws a UserError that names the byte.
 */
export function readMessage(bytes: Uint8Array): unknown {
  const cursor = openCursor(bytes)
  const value = readWhole(cursor)
  if (cursor.at < cursor.bytes.length) throw cursor.unreadable('something follows the value')
  return value
}

/** Reads values that stand one after another. Throws a UserError at the first that cannot be read: none after it can. */
export function* readMessages(bytes: Uint8Array): Generator<unknown, void> {
  const cursor = openCursor(bytes)
  while (cursor.at < cursor.bytes.length) yield readWhole(cursor)
}

function readWhole(cursor: Cursor): unknown {
  cursor.values = 0
  try {
    return readValue(cursor, 0)
  } catch (error) {
    throw error instanceof Incomplete ? cursor.unreadable('it breaks off') : error
  }
}

export interface MessageStream {
  /** Answers the values that are whole with this chunk. Throws a UserError; nothing can be read after that. */
  read(chunk: Uint8Array): unknown[]
  /** Throws a UserError when the last value broke off. */
  end(): void
}

/** Reads values that come in pieces, however they are cut. */
export function openMessageStream(): MessageStream {
  let rest = Buffer.alloc(0)
  let needed = 1

  return {
    read(chunk) {
      rest = rest.length > 0 ? Buffer.concat([rest, chunk]) : Buffer.from(chunk)
      const values: unknown[] = []
      let done = 0
      while (rest.length >= done + needed) {
        const cursor = openCursor(rest.subarray(done))
        try {
          values.push(readValue(cursor, 0))
          needed = 1
          done += cursor.at
        } catch (error) {
          if (!(error instanceof Incomplete)) throw error
          needed = error.needed
          if (needed > STREAM_VALUE_BYTES) throw cursor.unreadable('a value is too long')
        }
      }
      rest = rest.subarray(done)
      return values
    },
    end() {
      if (rest.length > 0) throw openCursor(rest).unreadable('it breaks off')
    },
  }
}
