import { crc32 } from 'node:zlib'

/** Begins each frame, so that the next one is found behind damage. */
const MAGIC = Buffer.from('BLFR')
/** magic, length, checksum, items, time */
const HEAD = { length: 4, checksum: 8, items: 12, at: 16, bytes: 24 }
/** A longer one is damage: no request that a relay takes is as long. */
const MOST_BYTES = 128 * 1024 * 1024

/** What was put on the disk at once: whole there, or not at all. */
export interface Frame {
  /** units, one a line */
  payload: Buffer
  /** things in them */
  items: number
  /** when it was put there, milliseconds since 1970 */
  at: number
}

/** Throws for what could not be read again. */
export function framed({ payload, items, at }: Frame): Buffer {
  if (payload.length > MOST_BYTES) throw new Error(`it has more than ${MOST_BYTES} bytes`)
  const head = Buffer.alloc(HEAD.bytes)
  MAGIC.copy(head)
  head.writeUInt32BE(payload.length, HEAD.length)
  head.writeUInt32BE(items, HEAD.items)
  head.writeDoubleBE(at, HEAD.at)
  head.writeUInt32BE(checksumOf(head, payload), HEAD.checksum)
  return Buffer.concat([head, payload])
}

const checksumOf = (head: Buffer, payload: Buffer) =>
  crc32(payload, crc32(head.subarray(HEAD.items), head.readUInt32BE(HEAD.length)))

/** A frame that was read, or bytes that are none; `end` is where it ends in what was read. */
export type Piece = (Frame & { end: number }) | { damaged: number; end: number }

/**
 * The frames in some bytes, and what between them is damaged. When there is more behind these bytes, what begins at their
 * end and is not whole is left for the next time.
 */
export function* framesIn(bytes: Buffer, isAll: boolean): Generator<Piece> {
  for (let at = 0; at < bytes.length; ) {
    const frame = frameAt(bytes, at)
    if (frame === 'unfinished' && !isAll) return
    const end = typeof frame === 'object' ? frame.end : nextMagic(bytes, at)
    yield typeof frame === 'object' ? frame : { damaged: end - at, end }
    at = end
  }
}

function frameAt(bytes: Buffer, start: number): (Frame & { end: number }) | 'unfinished' | 'none' {
  const head = bytes.subarray(start, start + HEAD.bytes)
  if (head.length >= MAGIC.length && !head.subarray(0, MAGIC.length).equals(MAGIC)) return 'none'
  if (head.length < HEAD.bytes) return 'unfinished'
  const length = head.readUInt32BE(HEAD.length)
  if (length > MOST_BYTES) return 'none'
  const end = start + HEAD.bytes + length
  if (end > bytes.length) return 'unfinished'
  const payload = bytes.subarray(start + HEAD.bytes, end)
  if (head.readUInt32BE(HEAD.checksum) !== checksumOf(head, payload)) return 'none'
  return { payload, items: head.readUInt32BE(HEAD.items), at: head.readDoubleBE(HEAD.at), end }
}

function nextMagic(bytes: Buffer, after: number): number {
  const found = bytes.indexOf(MAGIC, after + 1)
  return found < 0 ? bytes.length : found
}
