import { Reader, Root, type Type } from 'protobufjs/light.js'
import { UserError } from '#lib/failures.ts'
import type { LogRecord } from '#lib/intake/otlp/record.ts'
import { attributesOf } from '#lib/intake/otlp/values.ts'
import { type Fields, textOf } from '#lib/intake/untrusted.ts'

/** Looked at on the way to the records, of which there may be a quarter as many. */
const PARTS_LIMIT = 200_000
/** Bytes of one record or resource; decoded, it may be a hundred times as much. */
const MESSAGE_LIMIT = 256 * 1024

const list = (type: string, id: number) => ({ rule: 'repeated', type, id })

/**
 * The messages of OTLP (github.com/open-telemetry/opentelemetry-proto, v1), with the fields that are read here. The
 * names are those of the JSON encoding, so that both are read by the same code.
 */
const messages = Root.fromJSON({
  nested: {
    AnyValue: {
      oneofs: {
        value: {
          oneof: [
            'stringValue',
            'boolValue',
            'intValue',
            'doubleValue',
            'arrayValue',
            'kvlistValue',
            'bytesValue',
          ],
        },
      },
      fields: {
        stringValue: { type: 'string', id: 1 },
        boolValue: { type: 'bool', id: 2 },
        intValue: { type: 'int64', id: 3 },
        doubleValue: { type: 'double', id: 4 },
        arrayValue: { type: 'ArrayValue', id: 5 },
        kvlistValue: { type: 'KeyValueList', id: 6 },
        bytesValue: { type: 'bytes', id: 7 },
      },
    },
    ArrayValue: { fields: { values: list('AnyValue', 1) } },
    KeyValueList: { fields: { values: list('KeyValue', 1) } },
    KeyValue: { fields: { key: { type: 'string', id: 1 }, value: { type: 'AnyValue', id: 2 } } },
    Resource: { fields: { attributes: list('KeyValue', 1) } },
    Scope: { fields: { name: { type: 'string', id: 1 } } },
    LogRecord: {
      fields: {
        timeUnixNano: { type: 'fixed64', id: 1 },
        severityNumber: { type: 'int32', id: 2 },
        severityText: { type: 'string', id: 3 },
        body: { type: 'AnyValue', id: 5 },
        attributes: list('KeyValue', 6),
        traceId: { type: 'bytes', id: 9 },
        observedTimeUnixNano: { type: 'fixed64', id: 11 },
        eventName: { type: 'string', id: 12 },
      },
    },
    PartialSuccess: {
      fields: {
        rejectedLogRecords: { type: 'int64', id: 1 },
        errorMessage: { type: 'string', id: 2 },
      },
    },
    Answer: { fields: { partialSuccess: { type: 'PartialSuccess', id: 1 } } },
    Status: { fields: { code: { type: 'int32', id: 1 }, message: { type: 'string', id: 2 } } },
  },
})

const resourceType = messages.lookupType('Resource')
const scopeType = messages.lookupType('Scope')
const recordType = messages.lookupType('LogRecord')

/** An `ExportLogsServiceResponse`, or the `Status` that goes with a refusal. */
export const encoded = (type: 'Answer' | 'Status', message: object): Uint8Array =>
  messages.lookupType(type).encode(messages.lookupType(type).fromObject(message)).finish()

/**
 * The records of an `ExportLogsServiceRequest`, each decoded when it is its turn: a request of two-byte messages would
 * otherwise become a hundred times its size. Undefined in place of one that is too large. Throws a UserError when
 * the bytes are no such request.
 */
export function* recordsOfProtobuf(bytes: Uint8Array): Generator<LogRecord | undefined> {
  let seen = 0

  /** The embedded messages under one field number; all else is passed over. */
  function* parts(message: Uint8Array, field: number): Generator<Uint8Array> {
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

  for (const resourceLogs of parts(bytes, 1)) {
    const resource = attributesOf(merged(resourceType, parts(resourceLogs, 1)).attributes)
    for (const scopeLogs of parts(resourceLogs, 2)) {
      const scope = textOf(merged(scopeType, parts(scopeLogs, 1)).name)
      for (const record of parts(scopeLogs, 2))
        yield record.length > MESSAGE_LIMIT
          ? undefined
          : { resource, scope, record: decoded(recordType, record) }
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

const decoded = (type: Type, bytes: Uint8Array): Fields =>
  understood(() => type.toObject(type.decode(bytes), { longs: String, bytes: String }))

function understood<T>(decode: () => T): T {
  try {
    return decode()
  } catch {
    throw new UserError('The request is no ExportLogsServiceRequest of OTLP.')
  }
}

const tooLarge = (what: string) =>
  new UserError(`${what}; send it in parts.`, { code: 'too_large' })
