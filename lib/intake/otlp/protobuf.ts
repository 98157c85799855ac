import { Reader, type Type } from 'protobufjs/light.js'
import { UserError } from '#lib/failures.ts'
import { messages } from '#lib/intake/otlp/messages.ts'
import type { LogRecord } from '#lib/intake/otlp/record.ts'
import { type Scope, scopeOf } from '#lib/intake/otlp/scope.ts'
import { attributesOf } from '#lib/intake/otlp/values.ts'
import type { Fields } from '#lib/intake/untrusted.ts'

/** Looked at on the way to the records, of which there may be a quarter as many. */
const PARTS_LIMIT = 200_000
/** Bytes of one record or resource; decoded, it may be a hundred times as much. */
const MESSAGE_LIMIT = 256 * 1024

const resourceType = messages.lookupType('Resource')
const scopeType = messages.lookupType('Scope')
const recordType = messages.lookupType('LogRecord')

/** The embedded messages under one field number; all else is passed over. */
export type Parts = (message: Uint8Array, field: number) => Generator<Uint8Array>

/**
 * The records of an `ExportLogsServiceRequest`, each decoded when it is its turn: a request of two-byte messages would
 * otherwise become a hundred times its size. Undefined in place of one that is too large. Throws a UserError when
 * the bytes are no such request.
 */
export function* recordsOfProtobuf(bytes: Uint8Array): Generator<LogRecord | undefined> {
  for (const { resource, scope, item } of itemsOf(bytes, openParts()))
    yield item.length > MESSAGE_LIMIT
      ? undefined
      : { resource, scope: scope.name, record: decoded(recordType, item) }
}

/** The records or metrics of an export request: all requests have the same fields down to there. */
export function* itemsOf(
  bytes: Uint8Array,
  parts: Parts,
): Generator<{ resource: Fields; scope: Scope; item: Uint8Array }> {
  for (const ofResource of parts(bytes, 1)) {
    const resource = attributesOf(merged(resourceType, parts(ofResource, 1)).attributes)
    for (const ofScope of parts(ofResource, 2)) {
      const scope = scopeOf(merged(scopeType, parts(ofScope, 1)))
      for (const item of parts(ofScope, 2)) yield { resource, scope, item }
    }
  }
}

/** Counts what it looks at: more than `PARTS_LIMIT` are refused with a UserError. */
export function openParts(): Parts {
  let seen = 0
  return function* parts(message, field) {
    const reader = Reader.create(message)
    while (reader.pos < reader.len) {
      if (++seen > PARTS_LIMIT) throw tooLarge('The request has too many records')
      const part = understood(() => {
        const tag = reader.uint32()
        if (tag === ((field << 3) | 2)) return reader.bytes()
        reader.skipType(tag & 7)
        return undefined
      })
      if (part) yield part
    }
  }
}

/** A message that comes in several parts is the last one here: nobody sends it so. */
function merged(type: Type, found: Iterable<Uint8Array>): Fields {
  const last = [...found].at(-1)
  if (last && last.length > MESSAGE_LIMIT)
    throw tooLarge(`A ${type.name} has more than ${MESSAGE_LIMIT} bytes`)
  return last ? decoded(type, last) : {}
}

export const decoded = (type: Type, bytes: Uint8Array): Fields =>
  understood(() => type.toObject(type.decode(bytes), { longs: String, bytes: String }))

function understood<T>(decode: () => T): T {
  try {
    return decode()
  } catch {
    throw new UserError('The request is no export request of OTLP.')
  }
}

const tooLarge = (what: string) =>
  new UserError(`${what}; send it in parts.`, { code: 'too_large' })
