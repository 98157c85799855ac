import { isUtf8 } from 'node:buffer'
import type { Cursor } from '#lib/msgpack/cursor.ts'

/** The extension type of times (MessagePack's specification, “Timestamp extension type”). */
const TIMESTAMP = -1
const HIGH_WORD = 2 ** 32
/** From this high word on, an unsigned integer may be more than a double holds. */
const UNSAFE_FROM = 2 ** 21

/** Longer texts are decoded faster by Node's decoder. */
const SHORT = 12

/** Reads one value. `depth` is how many others it stands in. */
export function readValue(cursor: Cursor, depth: number): unknown {
  cursor.enter(depth)
  const head = cursor.bytes[cursor.take(1)] as number
  if (head < 0x80) return head
  if (head < 0x90) return readMap(cursor, head & 0x0f, depth)
  if (head < 0xa0) return readList(cursor, head & 0x0f, depth)
  if (head < 0xc0) return readText(cursor, head & 0x1f)
  if (head >= 0xe0) return head - 0x100
  return readMarked(cursor, head, depth)
}

function readMarked(cursor: Cursor, head: number, depth: number): unknown {
  const { bytes } = cursor
  switch (head) {
    case 0xc0:
      return null
    case 0xc2:
      return false
    case 0xc3:
      return true
    case 0xc4:
    case 0xc5:
    case 0xc6:
      return readBytes(cursor, readLength(cursor, head - 0xc4))
    case 0xc7:
    case 0xc8:
    case 0xc9:
      return readExtension(cursor, readLength(cursor, head - 0xc7))
    case 0xca:
      return finite(bytes.readFloatBE(cursor.take(4)))
    case 0xcb:
      return finite(bytes.readDoubleBE(cursor.take(8)))
    case 0xcc:
    case 0xcd:
    case 0xce:
      return readLength(cursor, head - 0xcc)
    case 0xcf:
      return readUnsigned(cursor)
    case 0xd0:
      return bytes.readInt8(cursor.take(1))
    case 0xd1:
      return bytes.readInt16BE(cursor.take(2))
    case 0xd2:
      return bytes.readInt32BE(cursor.take(4))
    case 0xd3:
      return exact(bytes.readBigInt64BE(cursor.take(8)))
    case 0xd4:
    case 0xd5:
    case 0xd6:
    case 0xd7:
    case 0xd8:
      return readExtension(cursor, 1 << (head - 0xd4))
    case 0xd9:
    case 0xda:
    case 0xdb:
      return readText(cursor, readLength(cursor, head - 0xd9))
    case 0xdc:
    case 0xdd:
      return readList(cursor, readLength(cursor, head - 0xdb), depth)
    case 0xde:
    case 0xdf:
      return readMap(cursor, readLength(cursor, head - 0xdd), depth)
    default:
      throw cursor.unreadable('a value of a kind that there is not')
  }
}

/** An unsigned number of 1, 2 or 4 bytes: 2 to the power of `size`. */
function readLength(cursor: Cursor, size: number): number {
  const { bytes } = cursor
  if (size === 0) return bytes[cursor.take(1)] as number
  return size === 1 ? bytes.readUInt16BE(cursor.take(2)) : bytes.readUInt32BE(cursor.take(4))
}

function readUnsigned(cursor: Cursor): number | string {
  const from = cursor.take(8)
  const high = cursor.bytes.readUInt32BE(from)
  if (high < UNSAFE_FROM) return high * HIGH_WORD + cursor.bytes.readUInt32BE(from + 4)
  return exact(cursor.bytes.readBigUInt64BE(from))
}

const exact = (integer: bigint): number | string =>
  Number.isSafeInteger(Number(integer)) ? Number(integer) : String(integer)

/** JSON has no others. */
const finite = (number: number): number | null => (Number.isFinite(number) ? number : null)

function readText(cursor: Cursor, length: number): string {
  const from = cursor.take(length)
  return (
    (length <= SHORT && asciiOf(cursor.bytes, from, length)) ||
    cursor.bytes.toString('utf8', from, from + length)
  )
}

/** Most names are such; a call into the decoder costs more than they do. */
function asciiOf(bytes: Buffer, from: number, length: number): string {
  let text = ''
  for (let i = from; i < from + length; i++) {
    const code = bytes[i] as number
    if (code > 0x7f) return ''
    text += String.fromCharCode(code)
  }
  return text
}

function readBytes(cursor: Cursor, length: number): string {
  const from = cursor.take(length)
  const bytes = cursor.bytes.subarray(from, from + length)
  return bytes.toString(isUtf8(bytes) ? 'utf8' : 'base64')
}

function readExtension(cursor: Cursor, length: number): string | number {
  const type = cursor.bytes.readInt8(cursor.take(1))
  if (type !== TIMESTAMP) return readBytes(cursor, length)
  const from = cursor.take(length)
  return secondsOf(cursor.bytes.subarray(from, from + length)) ?? ''
}

/** Seconds; nanoseconds in 30 bits and seconds in 34; or nanoseconds and signed seconds. */
function secondsOf(bytes: Buffer): number | undefined {
  if (bytes.length === 4) return bytes.readUInt32BE(0)
  if (bytes.length === 12) return Number(bytes.readBigInt64BE(4)) + bytes.readUInt32BE(0) / 1e9
  if (bytes.length !== 8) return undefined
  const both = bytes.readBigUInt64BE(0)
  return Number(both & 0x3ffffffffn) + Number(both >> 34n) / 1e9
}

/** Grown as values come: what a length claims is believed only by what is there. */
function readList(cursor: Cursor, length: number, depth: number): unknown[] {
  const list: unknown[] = []
  for (let i = 0; i < length; i++) list.push(readValue(cursor, depth + 1))
  return list
}

function readMap(cursor: Cursor, length: number, depth: number): Record<string, unknown> {
  const map: Record<string, unknown> = {}
  for (let i = 0; i < length; i++) {
    const key = keyOf(readValue(cursor, depth + 1))
    const value = readValue(cursor, depth + 1)
    if (key === '__proto__') define(map, key, value)
    else map[key] = value
  }
  return map
}

/** Python's dictionaries have keys of any kind, JSON's of texts. */
const keyOf = (key: unknown): string =>
  typeof key === 'object' && key !== null ? JSON.stringify(key) : String(key)

/** An assignment would set the prototype. */
const define = (map: object, key: string, value: unknown) =>
  Object.defineProperty(map, key, { value, enumerable: true, configurable: true, writable: true })
