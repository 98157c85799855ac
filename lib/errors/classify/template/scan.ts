import {
  BLANK,
  CODE,
  CONNECTOR,
  classAt,
  isDigitAt,
  isHexAt,
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

/** Language, which tells templates apart. */
export const WORD = 0
/** A value by its look: a number, an address, a path, … */
export const VARIABLE = 1
/** A word with a digit in it: a value to the grouping, shown as it is until a second one was seen. */
export const WEAK = 2
/** What stands between words, blanks included. */
export const MARKS = 3
type Kind = typeof WORD | typeof VARIABLE | typeof WEAK | typeof MARKS

/** Of a longer message the first bytes count; it bounds what a message costs and what a group keeps. */
const HEAD_BYTES = 2_048
/** As far as the scanner looks before the beginning and beyond the end. */
const MARGIN = 4
const WORD_BYTES = 4

/**
 * Cuts one text after the other into elements, in one pass over its bytes. Along the way it writes the text's shape:
 * its words and marks with each value as one byte, runs of blanks as one. Equal shapes have equal templates.
 */
export class Scan {
  /** how many elements there are; of each the kind and where it begins and ends */
  count = 0
  readonly kinds = new Uint8Array(HEAD_BYTES)
  readonly starts = new Uint16Array(HEAD_BYTES)
  readonly ends = new Uint16Array(HEAD_BYTES)
  /** the shape, four bytes in one, and how many such words it has */
  readonly shape: Uint32Array
  shapeWords = 0
  hash = 0
  readonly #bytes = Buffer.alloc(MARGIN + HEAD_BYTES + MARGIN)
  readonly #shape: Uint8Array
  #shapeBytes = 0

  constructor() {
    const buffer = new ArrayBuffer(HEAD_BYTES + WORD_BYTES)
    this.#shape = new Uint8Array(buffer)
    this.shape = new Uint32Array(buffer)
  }

  /** Of several lines, blanks are made of their ends. */
  read(text: string): void {
    const bytes = this.#bytes
    let end = MARGIN + bytes.write(text, MARGIN, HEAD_BYTES)
    while (classAt(bytes, end - 1) === BLANK) end--
    for (let i = 0; i < MARGIN; i++) bytes[end + i] = 0
    this.count = 0
    this.#shapeBytes = 0
    let at = MARGIN
    while (classAt(bytes, at) === BLANK) at++
    while (at < end) at = (classAt(bytes, at) & 2) !== 0 ? this.#word(at) : this.#marks(at)
    this.#finishShape()
  }

  /** The element's text, runs of blanks as one. */
  textOf(element: number): string {
    const text = this.#bytes.toString('utf8', this.starts[element], this.ends[element])
    return this.kinds[element] === MARKS ? text.replace(/\s+/g, ' ') : text
  }

  bytesOf(element: number): Uint8Array {
    return Uint8Array.from(this.#bytes.subarray(this.starts[element], this.ends[element]))
  }

  hasBytes(element: number, expected: Uint8Array): boolean {
    const start = this.starts[element] as number
    if ((this.ends[element] as number) - start !== expected.length) return false
    for (let i = 0; i < expected.length; i++)
      if (expected[i] !== this.#bytes[start + i]) return false
    return true
  }

  #emit(kind: Kind, start: number, end: number) {
    const i = this.count++
    this.kinds[i] = kind
    this.starts[i] = start
    this.ends[i] = end
    return end
  }

  /** A value is one byte of the shape, which its kind's number is: no text has that. */
  #emitValue(kind: typeof VARIABLE | typeof WEAK, start: number, end: number) {
    this.#shape[this.#shapeBytes++] = kind
    return this.#emit(kind, start, end)
  }

  #marks(start: number): number {
    const bytes = this.#bytes
    const shape = this.#shape
    let out = this.#shapeBytes
    let before = 0
    for (let at = start; ; at++) {
      const kind = classAt(bytes, at)
      const isMark = kind >= CONNECTOR
      if (kind === BLANK) {
        if (before !== BLANK) shape[out++] = CODE.blank
        before = BLANK
        continue
      }
      const to = isMark ? this.#valueAfterMark(at) : 0
      if (!isMark || to > 0) {
        this.#shapeBytes = out
        if (at > start) this.#emit(MARKS, start, at)
        return to > 0 ? this.#emitValue(VARIABLE, at, to) : at
      }
      // What stands for values in shapes and keys is nothing that a text may have.
      if ((bytes[at] as number) <= WEAK) bytes[at] = CODE.delete
      shape[out++] = bytes[at] as number
      before = kind
    }
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

  #word(from: number): number {
    const bytes = this.#bytes
    const shape = this.#shape
    let out = this.#shapeBytes
    let at = from
    let digits = 0
    let dots = 0
    let slashes = 0
    for (;;) {
      let kind = classAt(bytes, at)
      while ((kind & 2) !== 0) {
        digits += kind & 1
        shape[out++] = bytes[at++] as number
        kind = classAt(bytes, at)
      }
      if (kind !== CONNECTOR) break
      const next = afterConnectors(bytes, at)
      if ((classAt(bytes, next) & 2) === 0) break
      for (; at < next; at++) {
        const byte = bytes[at] as number
        if (byte === CODE.dot) dots++
        else if (byte !== CODE.minus) slashes++
        shape[out++] = byte
      }
    }
    const to = bytes[at] === CODE.colon ? this.#valueWithColon(from, at) : 0
    if (to > 0) return this.#emitValue(VARIABLE, from, to)
    if (isDigitAt(bytes, from) || (dots > 0 && slashes > 0) || this.#isValue(from, at, digits))
      return this.#emitValue(VARIABLE, from, at)
    if (digits > 0) return this.#emitValue(WEAK, from, at)
    this.#shapeBytes = out
    return this.#emit(WORD, from, at)
  }

  #isValue(from: number, to: number, digits: number): boolean {
    const bytes = this.#bytes
    if (digits > 0 && (isHexWord(bytes, from, to) || isUuid(bytes, from, to))) return true
    return isNamedValue(bytes, from, to) || this.#isAssigned(from)
  }

  /** Whether it stands right after `=`, `= ` or `="`. */
  #isAssigned(from: number): boolean {
    const bytes = this.#bytes
    const before = bytes[from - 1]
    if (before === CODE.equals) return true
    return (before === CODE.blank || before === CODE.quote) && bytes[from - 2] === CODE.equals
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

  #finishShape() {
    const length = this.#shapeBytes
    this.#shape.fill(0, length, length + WORD_BYTES)
    const words = (length + WORD_BYTES - 1) >> 2
    let hash = length
    for (let i = 0; i < words; i++) {
      hash = Math.imul(hash ^ (this.shape[i] as number), 0x9e3779b1)
      hash ^= hash >>> 15
    }
    this.shapeWords = words
    this.hash = hash
  }
}
