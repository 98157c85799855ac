import { UserError } from '#lib/failures.ts'

/** Deeper is a mistake, or a circle. */
const DEPTH_LIMIT = 200
const FIRST_BYTES = 1_024
const HIGH_WORD = 2 ** 32
const TEXT = { most: 31, short: 0xa0, word: 0xda, long: 0xdb }
const LIST = { most: 15, short: 0x90, word: 0xdc, long: 0xdd }
const MAP = { most: 15, short: 0x80, word: 0xde, long: 0xdf }

/** A number that is written as a double even when it is whole, as programs do that know the difference. */
export class Double {
  readonly value: number
  constructor(value: number) {
    this.value = value
  }
}

/**
 * One value in MessagePack's old style, which every reader takes: texts and bytes as raw, never str8 nor bin. Times become unix seconds;
 * functions and undefined are null, and left out of maps. Throws a UserError for what is nested too deeply, or in a circle.
 */
export function writeMessage(value: unknown): Buffer {
  const page: Page = { bytes: Buffer.allocUnsafe(FIRST_BYTES), at: 0 }
  put(page, value, 0)
  return page.bytes.subarray(0, page.at)
}

interface Page {
  bytes: Buffer
  at: number
}

/** Makes room for so many bytes, and answers where they begin. */
function take(page: Page, length: number): number {
  const from = page.at
  const end = from + length
  if (end > page.bytes.length) {
    const larger = Buffer.allocUnsafe(Math.max(end, page.bytes.length * 2))
    page.bytes.copy(larger, 0, 0, from)
    page.bytes = larger
  }
  page.at = end
  return from
}

function put(page: Page, value: unknown, depth: number): void {
  if (typeof value === 'string') putText(page, value)
  else if (typeof value === 'number') putNumber(page, value)
  else if (typeof value === 'boolean') putByte(page, value ? 0xc3 : 0xc2)
  else if (typeof value === 'bigint') putBigInt(page, value)
  else if (typeof value === 'object' && value !== null) putObject(page, value, depth)
  else putByte(page, 0xc0)
}

function putObject(page: Page, value: object, depth: number): void {
  if (depth > DEPTH_LIMIT) throw new UserError('A value is nested too deeply for MessagePack.')
  if (value instanceof Double) putDouble(page, value.value)
  else if (value instanceof Date) putDouble(page, value.getTime() / 1000)
  else if (value instanceof Uint8Array) putBytes(page, value)
  else if (Array.isArray(value)) {
    putHead(page, LIST, value.length)
    for (const item of value) put(page, item, depth + 1)
  } else putMap(page, value as Record<string, unknown>, depth)
}

function putMap(page: Page, value: Record<string, unknown>, depth: number): void {
  const keys = Object.keys(value).filter(key => isSaid(value[key]))
  putHead(page, MAP, keys.length)
  for (const key of keys) {
    putText(page, key)
    put(page, value[key], depth + 1)
  }
}

const isSaid = (item: unknown) => item !== undefined && typeof item !== 'function'

function putByte(page: Page, byte: number): void {
  const at = take(page, 1)
  page.bytes[at] = byte
}

function putHead(page: Page, kind: typeof TEXT, length: number): void {
  if (length <= kind.most) putByte(page, kind.short | length)
  else if (length < 0x10000) putSized(page, kind.word, 2, length)
  else putSized(page, kind.long, 4, length)
}

function putText(page: Page, text: string): void {
  if (text.length <= TEXT.most && putAscii(page, text)) return
  const length = Buffer.byteLength(text)
  putHead(page, TEXT, length)
  const at = take(page, length)
  page.bytes.write(text, at, length, 'utf8')
}

/** Most names are such; a call into the encoder costs more than they do. */
function putAscii(page: Page, text: string): boolean {
  const from = take(page, text.length + 1)
  const { bytes } = page
  bytes[from] = TEXT.short | text.length
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code > 0x7f) {
      page.at = from
      return false
    }
    bytes[from + 1 + i] = code
  }
  return true
}

function putBytes(page: Page, bytes: Uint8Array): void {
  putHead(page, TEXT, bytes.length)
  const at = take(page, bytes.length)
  page.bytes.set(bytes, at)
}

function putNumber(page: Page, value: number): void {
  if (!Number.isSafeInteger(value) || Object.is(value, -0)) putDouble(page, value)
  else if (value >= 0) putUnsigned(page, value)
  else putNegative(page, value)
}

function putDouble(page: Page, value: number): void {
  putByte(page, 0xcb)
  const at = take(page, 8)
  page.bytes.writeDoubleBE(value, at)
}

function putUnsigned(page: Page, value: number): void {
  if (value < 0x80) putByte(page, value)
  else if (value < 0x100) putSized(page, 0xcc, 1, value)
  else if (value < 0x10000) putSized(page, 0xcd, 2, value)
  else if (value < HIGH_WORD) putSized(page, 0xce, 4, value)
  else putBigInt(page, BigInt(value))
}

function putNegative(page: Page, value: number): void {
  if (value >= -0x20) putByte(page, value + 0x100)
  else if (value >= -0x80) putSized(page, 0xd0, 1, value + 0x100)
  else if (value >= -0x8000) putSized(page, 0xd1, 2, value + 0x10000)
  else if (value >= -0x80000000) putSized(page, 0xd2, 4, value + HIGH_WORD)
  else putBigInt(page, BigInt(value))
}

/** A mark, and an unsigned number of so many bytes. */
function putSized(page: Page, mark: number, size: number, value: number): void {
  putByte(page, mark)
  const at = take(page, size)
  page.bytes.writeUIntBE(value, at, size)
}

/** In 64 bits; one that is longer as text. */
function putBigInt(page: Page, value: bigint): void {
  const isSigned = value < 0n
  const fits = isSigned ? BigInt.asIntN(64, value) === value : BigInt.asUintN(64, value) === value
  if (fits) {
    putByte(page, isSigned ? 0xd3 : 0xcf)
    const at = take(page, 8)
    page.bytes.writeBigUInt64BE(BigInt.asUintN(64, value), at)
  } else putText(page, String(value))
}
