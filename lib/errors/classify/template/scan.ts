import {
  BLANK,
  CODE,
  CONNECTOR,
  classOf,
  DIGIT,
  isDigit,
  isHex,
  isWord,
  LETTER,
} from '#lib/errors/classify/template/characters.ts'
import {
  colonGroupsEnd,
  isHexWord,
  isHostName,
  isNamedValue,
  isUuid,
  pathEnd,
  portEnd,
  urlEnd,
  windowsPathEnd,
} from '#lib/errors/classify/template/values.ts'

/** Language, which tells templates apart. */
export const WORD = 0
/** What stands between words, blanks included. */
export const MARKS = 1
/** A value by its look: a number, an address, a path, … */
export const VARIABLE = 2
/** A word with a digit in it: a value to the grouping, shown as it is until a second one was seen. */
export const WEAK = 3
export type Kind = typeof WORD | typeof MARKS | typeof VARIABLE | typeof WEAK

/** What a variable looks like in a shape. */
const VARIABLE_CODE = 1
const WEAK_CODE = 2

/** A longer message is known by its beginning; it bounds what a message costs and what a group keeps. */
export const HEAD_LENGTH = 2_048

const PRIME = 0x01000193
/**
 * Cuts one text after the other into elements, in one pass and without making strings: their kinds, where they begin
 * and end, and a hash over all that is not a value. One instance is used again and again.
 */
export class Scan {
  text = ''
  count = 0
  hash = 0
  readonly kinds = new Uint8Array(HEAD_LENGTH + 1)
  readonly starts = new Uint16Array(HEAD_LENGTH + 1)
  readonly ends = new Uint16Array(HEAD_LENGTH + 1)
  #end = 0

  /** `text` is one line of at most HEAD_LENGTH characters. */
  read(text: string): void {
    this.text = text
    this.count = 0
    this.hash = 0
    let end = text.length
    while (end > 0 && classOf(text.charCodeAt(end - 1)) === BLANK) end--
    this.#end = end
    let at = 0
    while (at < end && classOf(text.charCodeAt(at)) === BLANK) at++
    while (at < end) {
      const kind = classOf(text.charCodeAt(at))
      at = kind === LETTER || kind === DIGIT ? this.#word(at) : this.#marks(at)
    }
  }

  /** The text with its values left out: equal shapes have equal keys. */
  shape(): string {
    let shape = ''
    for (let i = 0; i < this.count; i++) {
      const kind = this.kinds[i]
      if (kind === VARIABLE) shape += '\u0001'
      else if (kind === WEAK) shape += '\u0002'
      else shape += this.textOf(i)
    }
    return shape
  }

  /** Whether `shape()` would be this. */
  isShape(shape: string): boolean {
    const { text, kinds, starts, ends, count } = this
    let at = 0
    for (let i = 0; i < count; i++) {
      const kind = kinds[i]
      if (kind === VARIABLE || kind === WEAK) {
        if (shape.charCodeAt(at++) !== (kind === VARIABLE ? VARIABLE_CODE : WEAK_CODE)) return false
        continue
      }
      const end = ends[i] as number
      for (let from = starts[i] as number; from < end; from++) {
        const code = text.charCodeAt(from)
        if (code === shape.charCodeAt(at)) at++
        else if (classOf(code) !== BLANK) return false
        else if (isBlankAt(text, from - 1)) continue
        else if (shape.charCodeAt(at++) !== CODE.blank) return false
      }
    }
    return at === shape.length
  }

  /** The element's text, runs of blanks as one. */
  textOf(element: number): string {
    const text = this.text.slice(this.starts[element], this.ends[element])
    return this.kinds[element] === MARKS ? text.replace(/\s+/g, ' ') : text
  }

  isText(element: number, text: string): boolean {
    const start = this.starts[element] as number
    return (
      (this.ends[element] as number) - start === text.length && this.text.startsWith(text, start)
    )
  }

  #emit(kind: Kind, start: number, end: number, hash: number): number {
    const i = this.count++
    this.kinds[i] = kind
    this.starts[i] = start
    this.ends[i] = end
    this.hash = Math.imul(this.hash ^ hash, PRIME)
    return end
  }

  #marks(start: number): number {
    const { text } = this
    const end = this.#end
    let hash = 0
    for (let at = start; ; at++) {
      const kind = at < end ? classOf(text.charCodeAt(at)) : LETTER
      const to = at < end && kind !== BLANK ? this.#valueAfterMark(at) : 0
      if (kind === LETTER || kind === DIGIT || to > 0) {
        if (at > start) this.#emit(MARKS, start, at, hash)
        return to > 0 ? this.#emit(VARIABLE, at, to, VARIABLE) : at
      }
      if (kind !== BLANK) hash = Math.imul(hash ^ text.charCodeAt(at), PRIME)
      else if (!isBlankAt(text, at - 1) || at === start) hash = Math.imul(hash ^ CODE.blank, PRIME)
    }
  }

  /** Where the value ends that begins with a mark; 0: there is none. */
  #valueAfterMark(at: number): number {
    const { text } = this
    const end = this.#end
    switch (text.charCodeAt(at)) {
      case CODE.minus:
      case CODE.plus:
        return at + 1 < end && isDigit(text.charCodeAt(at + 1)) ? this.#chunkEnd(at + 1) : 0
      case CODE.slash:
        return pathEnd(text, at, end)
      case CODE.backslash:
        return text.startsWith('\\\\', at) ? windowsPathEnd(text, at, end) : 0
      case CODE.less:
        return text.startsWith('<*>', at) ? at + 3 : 0
      default:
        return 0
    }
  }

  /** Where the chunk ends that begins here: word characters, and connectors with word characters after them. */
  #chunkEnd(from: number): number {
    const { text } = this
    const end = this.#end
    let at = from
    for (;;) {
      while (at < end && isWord(text.charCodeAt(at))) at++
      if (at >= end || classOf(text.charCodeAt(at)) !== CONNECTOR) return at
      let next = at + 1
      while (next < end && classOf(text.charCodeAt(next)) === CONNECTOR) next++
      if (next >= end || !isWord(text.charCodeAt(next))) return at
      at = next
    }
  }

  #word(from: number): number {
    const { text } = this
    const end = this.#end
    let at = from
    let hash = 0
    let digits = 0
    let connectors = 0
    let dots = 0
    for (;;) {
      let code = 0
      for (; at < end; at++) {
        code = text.charCodeAt(at)
        const kind = classOf(code)
        if (kind === DIGIT) digits++
        else if (kind !== LETTER) break
        hash = Math.imul(hash ^ code, PRIME)
      }
      if (at >= end || classOf(code) !== CONNECTOR) break
      let next = at + 1
      while (next < end && classOf(text.charCodeAt(next)) === CONNECTOR) next++
      if (next >= end || !isWord(text.charCodeAt(next))) break
      for (; at < next; at++) {
        code = text.charCodeAt(at)
        if (code === CODE.dot) dots++
        else if (code !== CODE.minus) connectors++
        hash = Math.imul(hash ^ code, PRIME)
      }
    }
    const to = at < end && text.charCodeAt(at) === CODE.colon ? this.#valueWithColon(from, at) : 0
    if (to > 0) return this.#emit(VARIABLE, from, to, VARIABLE)
    if (
      isDigit(text.charCodeAt(from)) ||
      (dots > 0 && connectors > 0) ||
      this.#isValue(from, at, digits)
    )
      return this.#emit(VARIABLE, from, at, VARIABLE)
    return digits > 0 ? this.#emit(WEAK, from, at, WEAK) : this.#emit(WORD, from, at, hash)
  }

  #isValue(from: number, to: number, digits: number): boolean {
    const { text } = this
    if (digits > 0 && (isHexWord(text, from, to) || isUuid(text, from, to))) return true
    return isNamedValue(text, from, to) || this.#isAssigned(from)
  }

  /** Whether it stands right after `=`, `= ` or `="`. */
  #isAssigned(from: number): boolean {
    const { text } = this
    const before = text.charCodeAt(from - 1)
    if (before === CODE.equals) return true
    return (
      (before === CODE.blank || before === CODE.quote) && text.charCodeAt(from - 2) === CODE.equals
    )
  }

  /** The chunk before a colon may be the beginning of a value: an address, a URL, host:port, C:\\. */
  #valueWithColon(from: number, colon: number): number {
    const { text } = this
    const end = this.#end
    if (colon - from <= 4 && isHex(text.charCodeAt(from))) {
      const to = colonGroupsEnd(text, from, end)
      if (to > 0) return to
    }
    const next = text.charCodeAt(colon + 1)
    if (next === CODE.slash) return urlEnd(text, colon, end)
    if (next === CODE.backslash) return colon - from === 1 ? windowsPathEnd(text, from, end) : 0
    return isDigit(next) && isHostName(text, from, colon) ? portEnd(text, colon, end) : 0
  }
}

const isBlankAt = (text: string, at: number) => classOf(text.charCodeAt(at)) === BLANK
