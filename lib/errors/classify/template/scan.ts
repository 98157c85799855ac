import {
  BLANK,
  CLASS,
  CODE,
  CONNECTOR,
  classAt,
  END,
  isDigitAt,
  isHexAt,
  isWordAt,
  LINE_END,
  MARK,
  OPENER,
} from '#lib/errors/classify/template/characters.ts'
import {
  afterConnectors,
  chunkEnd,
  colonGroupsEnd,
  isHexWord,
  isHostName,
  isNamedValue,
  isUuid,
  openEnd,
  pathEnd,
  portEnd,
  urlEnd,
} from '#lib/errors/classify/template/values.ts'

/** What a value is in a shape: by its look (a number, an address, a path, …), or */
const VARIABLE = 1
/** a word with a digit in it, which is shown as it is until a second one was seen. */
const WEAK = 2

/** Of a longer message the first bytes count; it bounds what a message costs and what a group keeps. */
const HEAD_BYTES = 2_048
/** As far as the scanner looks before the beginning and beyond the end. */
const MARGIN = 4
const WORD_BYTES = 4

/**
 * Reads one text after the other, each in one pass over its bytes. Along the way it writes the text's shape: the same
 * with a byte for each value and with runs of blanks as one. Texts of equal shapes have equal templates.
 */
export class Scan {
  /** how many values there are */
  count = 0
  /** the shape, four bytes in one, and how many such words it has */
  readonly shape: Uint32Array
  shapeWords = 0
  hash = 0
  /** false: it has line ends or NULs, and `headOf` it is to be read */
  isOneLine = true
  readonly #own = Buffer.alloc(MARGIN + HEAD_BYTES + MARGIN)
  /** what is being read: its own, or somebody else's as long as that stays as it is */
  #bytes: Buffer = this.#own
  readonly #shape: Buffer
  #shapeBytes = 0
  readonly #starts = new Uint32Array(HEAD_BYTES)
  readonly #ends = new Uint32Array(HEAD_BYTES)

  constructor() {
    const buffer = new ArrayBuffer(HEAD_BYTES + WORD_BYTES)
    this.#shape = Buffer.from(buffer)
    this.shape = new Uint32Array(buffer)
  }

  read(text: string): void {
    const end = MARGIN + this.#own.write(text, MARGIN, HEAD_BYTES)
    this.#readOwn(end)
  }

  /**
   * The same of the line in UTF-8 that begins at `from`, in its place; at `last` or before it there is a line feed.
   * Answers where the line ended.
   */
  readLine(source: Buffer, from: number, last: number): number {
    if (from >= MARGIN) {
      this.#bytes = source
      const end = this.#read(from, last)
      this.isOneLine = source[end] === CODE.lineFeed && end - from <= HEAD_BYTES
      if (this.isOneLine) return end
    }
    const end = source.indexOf(CODE.lineFeed, from)
    let to = Math.min(end, from + HEAD_BYTES)
    if (to < end) while (to > from && isContinued(source[to] as number)) to--
    source.copy(this.#own, MARGIN, from, to)
    this.#readOwn(MARGIN + to - from)
    return end
  }

  #readOwn(end: number) {
    this.#bytes = this.#own
    for (let i = 0; i < MARGIN; i++) this.#own[end + i] = 0
    this.#read(MARGIN, end)
  }

  /** Answers where it stopped: at the end, or where `headOf` it ends. */
  #read(from: number, end: number): number {
    const bytes = this.#bytes
    const shape = this.#shape
    this.count = 0
    this.isOneLine = true
    let at = from
    let out = 0
    for (;;) {
      const start = at
      let kind = CLASS[bytes[at] as number] as number
      let digits = 0
      while ((kind & 2) !== 0) {
        digits += kind & 1
        shape[out++] = bytes[at++] as number
        kind = CLASS[bytes[at] as number] as number
      }
      if (digits > 0 && digits === at - start && kind !== CONNECTOR && bytes[at] !== CODE.colon) {
        // A plain number, as most values are.
        this.#shapeBytes = out - digits
        this.#value(VARIABLE, start, at)
        out = this.#shapeBytes
      } else if (digits > 0 || (at > start && this.#isMore(start, at, kind))) {
        this.#shapeBytes = out - (at - start)
        at = this.#chunk(start, at, digits)
        out = this.#shapeBytes
      } else if (kind === BLANK) {
        at++
        if (out > 0 && shape[out - 1] !== CODE.blank) shape[out++] = CODE.blank
      } else if (kind === MARK) {
        shape[out++] = bytes[at++] as number
      } else if (at >= end) break
      else if (kind === END || kind === LINE_END) {
        this.isOneLine = false
        break
      } else if (kind >= OPENER) {
        this.#shapeBytes = out
        at = this.#mark(at)
        out = this.#shapeBytes
      }
    }
    if (out > 0 && shape[out - 1] === CODE.blank) out--
    this.#finish(out)
    return at
  }

  /** The shape as a text, in which each value is the character of its kind. */
  shapeText(): string {
    return this.#shape.toString('utf8', 0, this.#shapeBytes)
  }

  /** The values that are shown until there is a second one. */
  weakValues(): number[] {
    const values: number[] = []
    let value = 0
    for (const byte of this.#shape.subarray(0, this.#shapeBytes)) {
      if (byte === WEAK) values.push(value)
      if (byte === WEAK || byte === VARIABLE) value++
    }
    return values
  }

  textOf(value: number): string {
    return this.#bytes.toString('utf8', this.#starts[value], this.#ends[value])
  }

  bytesOf(value: number): Uint8Array {
    return Uint8Array.from(this.#bytes.subarray(this.#starts[value], this.#ends[value]))
  }

  hasBytes(value: number, expected: Uint8Array): boolean {
    const start = this.#starts[value] as number
    if ((this.#ends[value] as number) - start !== expected.length) return false
    for (let i = 0; i < expected.length; i++)
      if (expected[i] !== this.#bytes[start + i]) return false
    return true
  }

  #value(kind: typeof VARIABLE | typeof WEAK, start: number, end: number): number {
    this.#shape[this.#shapeBytes++] = kind
    this.#starts[this.count] = start
    this.#ends[this.count] = end
    this.count++
    return end
  }

  #literal(from: number, to: number): number {
    const bytes = this.#bytes
    for (let at = from; at < to; at++) this.#shape[this.#shapeBytes++] = bytes[at] as number
    return to
  }

  /** One mark that is not a blank, or the value that begins with it. Answers where it ends. */
  #mark(at: number): number {
    const bytes = this.#bytes
    const end = this.#valueAfterMark(at)
    if (end > 0) return this.#value(VARIABLE, at, end)
    // What stands for values in shapes and keys is nothing that a text may have.
    const byte = bytes[at] as number
    this.#shape[this.#shapeBytes++] = byte <= WEAK ? CODE.delete : byte
    return at + 1
  }

  /** Where the value ends that begins with a mark; 0: there is none. */
  #valueAfterMark(at: number): number {
    const bytes = this.#bytes
    switch (bytes[at]) {
      case CODE.minus:
      case CODE.plus:
        return isDigitAt(bytes, at + 1) ? chunkEnd(bytes, at + 1) : 0
      case CODE.slash:
        return pathEnd(bytes, at)
      case CODE.backslash:
        return bytes[at + 1] === CODE.backslash ? openEnd(bytes, at) : 0
      case CODE.less:
        return bytes[at + 1] === CODE.star && bytes[at + 2] === CODE.greater ? at + 3 : 0
      default:
        return 0
    }
  }

  /** Whether letters, with what comes after them, are more than a word: a value, or part of something longer. */
  #isMore(from: number, to: number, next: number): boolean {
    const bytes = this.#bytes
    if (next !== BLANK && (next === CONNECTOR || bytes[to] === CODE.colon)) {
      // Mostly a colon or a full stop only ends a word.
      if (classAt(bytes, to + 1) !== BLANK) return true
    }
    return this.#isAssigned(from) || isNamedValue(bytes, from, to)
  }

  /**
   * Word characters, and what connectors join to them. So far it has been read from `from` to `to`, with so many
   * digits. Answers where it ends.
   */
  #chunk(from: number, to: number, digitsBefore: number): number {
    const bytes = this.#bytes
    let at = to
    let digits = digitsBefore
    let dots = 0
    let slashes = 0
    while (classAt(bytes, at) === CONNECTOR) {
      const next = afterConnectors(bytes, at)
      if (!isWordAt(bytes, next)) break
      for (; at < next; at++) {
        if (bytes[at] === CODE.dot) dots++
        else if (bytes[at] !== CODE.minus) slashes++
      }
      for (; isWordAt(bytes, at); at++) digits += classAt(bytes, at) & 1
    }
    const end = bytes[at] === CODE.colon ? this.#valueWithColon(from, at) : 0
    if (end > 0) return this.#value(VARIABLE, from, end)
    if (isDigitAt(bytes, from) || (dots > 0 && slashes > 0) || this.#isValue(from, at, digits))
      return this.#value(VARIABLE, from, at)
    return digits > 0 ? this.#value(WEAK, from, at) : this.#literal(from, at)
  }

  #isValue(from: number, to: number, digits: number): boolean {
    const bytes = this.#bytes
    if (this.#isAssigned(from)) return true
    if (digits === 0) return isNamedValue(bytes, from, to)
    return isHexWord(bytes, from, to) || isUuid(bytes, from, to)
  }

  /** Whether it stands right after `=`, `="` or ` = `; after `a= ` there may be the next name, and no value. */
  #isAssigned(from: number): boolean {
    const bytes = this.#bytes
    const before = bytes[from - 1]
    if (before === CODE.equals) return true
    if (bytes[from - 2] !== CODE.equals) return false
    return before === CODE.quote || (before === CODE.blank && bytes[from - 3] === CODE.blank)
  }

  /** The chunk before a colon may be the beginning of a value: an address, a URL, host:port, `C:\`. */
  #valueWithColon(from: number, colon: number): number {
    const bytes = this.#bytes
    if (colon - from <= 4 && isHexAt(bytes, from)) {
      const to = colonGroupsEnd(bytes, from)
      if (to > 0) return to
    }
    const next = bytes[colon + 1]
    if (next === CODE.slash) return urlEnd(bytes, colon)
    if (next === CODE.backslash) return colon - from === 1 ? openEnd(bytes, from) : 0
    return isDigitAt(bytes, colon + 1) && isHostName(bytes, from, colon) ? portEnd(bytes, colon) : 0
  }

  #finish(length: number) {
    this.#shapeBytes = length
    for (let i = 0; i < WORD_BYTES; i++) this.#shape[length + i] = 0
    const words = (length + WORD_BYTES - 1) >> 2
    let hash = length
    for (let i = 0; i < words; i++) {
      hash = Math.imul(hash ^ (this.shape[i] as number), MIX)
      hash ^= hash >>> 15
    }
    this.shapeWords = words
    this.hash = hash
  }
}

/** Whether it is a byte in the middle of a character. */
const isContinued = (byte: number) => (byte & 0xc0) === 0x80

/** Odd, and its bits are spread. */
const MIX = 0x9e3779b1
