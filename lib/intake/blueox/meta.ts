import { UserError } from '#lib/failures.ts'

/**
 * The first frame of an event on BlueOx's wire, in network byte order: a version, the end in unix seconds as a double, and the host and the
 * type as Pascal strings (a length, so many bytes, zeros).
 */
export interface Meta {
  end: number
  host: string
  type: string
}

const META_BYTES = 137
/** The only one that its programs take since 0.3.0. */
const VERSION = 3
const END_AT = 1
const HOST_AT = 9
const TYPE_AT = 73
const FIELD_BYTES = 64

/** Answers why it is none, otherwise. */
export function readMeta(bytes: Buffer): Meta | 'unknown_version' | 'wrong_length' {
  if (bytes.length > 0 && bytes[0] !== VERSION) return 'unknown_version'
  if (bytes.length !== META_BYTES) return 'wrong_length'
  return {
    end: bytes.readDoubleBE(END_AT),
    host: textAt(bytes, HOST_AT),
    type: textAt(bytes, TYPE_AT),
  }
}

/** Throws a UserError for a name that is too long; one of exactly 64 bytes loses its last, as BlueOx's clients have it. */
export function writeMeta({ end, host, type }: Meta): Buffer {
  const bytes = Buffer.alloc(META_BYTES)
  bytes[0] = VERSION
  bytes.writeDoubleBE(end, END_AT)
  putText(bytes, HOST_AT, host, 'host')
  putText(bytes, TYPE_AT, type, 'type')
  return bytes
}

function textAt(bytes: Buffer, at: number): string {
  const length = Math.min(bytes[at] ?? 0, FIELD_BYTES - 1)
  return bytes.toString('utf8', at + 1, at + 1 + length)
}

function putText(bytes: Buffer, at: number, text: string, field: string): void {
  const given = Buffer.from(text)
  if (given.length > FIELD_BYTES)
    throw new UserError(`The ${field} is longer than ${FIELD_BYTES} bytes.`, {
      fields: { [field]: `must have at most ${FIELD_BYTES} bytes` },
    })
  const kept = given.subarray(0, FIELD_BYTES - 1)
  bytes[at] = kept.length
  bytes.set(kept, at + 1)
}
