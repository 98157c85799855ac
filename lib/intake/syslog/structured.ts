import { BACKSLASH, CLOSE, EQUALS, OPEN, QUOTE, SPACE } from '#lib/intake/syslog/bytes.ts'
import { type Cursor, name, text } from '#lib/intake/syslog/cursor.ts'

export type Structured = Record<string, Record<string, string>>

/** Who sends more has something else in mind than telling where a message comes from. */
const PARAMS_LIMIT = 200
export const TOO_MUCH = `structured data beyond ${PARAMS_LIMIT} parameters is left out`

/**
 * Reads structured data (RFC 5424, section 6.3) and the space after it; null, and the place unchanged, when it is
 * malformed. A parameter that comes twice has both values.
 */
export function structuredData(cursor: Cursor): Structured | null {
  const { bytes, at: begin, end } = cursor
  const elements: Structured = {}
  let left = PARAMS_LIMIT
  while (cursor.at < end && bytes[cursor.at] === OPEN) {
    const params = element(cursor, elements)
    if (params < 0) {
      cursor.at = begin
      return null
    }
    if (left > 0 && params > left) cursor.marks.push(TOO_MUCH)
    left -= params
  }
  if (cursor.at < end && bytes[cursor.at] !== SPACE) {
    cursor.at = begin
    return null
  }
  cursor.at++
  return elements

  /** Answers how many parameters there were, -1 when it is malformed. */
  function element(cursor: Cursor, elements: Structured): number {
    const start = cursor.at + 1
    const stop = nameEnd(cursor, start)
    if (stop === start || stop === end) return -1
    const params = own(elements, name(cursor, start, stop)) ?? {}
    put(elements, name(cursor, start, stop), params)
    cursor.at = stop
    let count = 0
    while (cursor.at < end && bytes[cursor.at] === SPACE) {
      if (!param(cursor, count < left ? params : null)) return -1
      count++
    }
    if (cursor.at === end || bytes[cursor.at] !== CLOSE) return -1
    cursor.at++
    return count
  }
}

/** ` name="value"` */
function param(cursor: Cursor, params: Record<string, string> | null): boolean {
  const { bytes, end } = cursor
  let start = cursor.at
  while (start < end && bytes[start] === SPACE) start++
  const stop = nameEnd(cursor, start)
  if (stop === start || stop + 1 >= end || bytes[stop] !== EQUALS || bytes[stop + 1] !== QUOTE)
    return false

  const valueStart = stop + 2
  const close = quoteEnd(cursor, valueStart)
  if (close < 0) return false
  if (params) {
    const key = name(cursor, start, stop)
    const value = unescaped(text(cursor, valueStart, close))
    const before = own(params, key)
    put(params, key, before === undefined ? value : `${before}, ${value}`)
  }
  cursor.at = close + 1
  return true
}

/** Names end before `=`, `]`, `"` and space. */
function nameEnd({ bytes, end }: Cursor, from: number): number {
  let at = from
  for (; at < end; at++) {
    const byte = bytes[at]
    if (byte === SPACE || byte === EQUALS || byte === CLOSE || byte === QUOTE) break
  }
  return at
}

function quoteEnd({ bytes, end }: Cursor, from: number): number {
  for (let at = from; at < end; at++) {
    const byte = bytes[at]
    if (byte === QUOTE) return at
    if (byte === BACKSLASH) at++
  }
  return -1
}

/** A backslash before anything else stands for itself (section 6.3.3). */
const unescaped = (value: string) =>
  value.includes('\\') ? value.replace(/\\(["\\\]])/g, '$1') : value

const own = <T>(record: Record<string, T>, key: string): T | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined

/** A sender may call something `__proto__`. */
function put<T>(record: Record<string, T>, key: string, value: T) {
  if (key !== '__proto__') record[key] = value
  else
    Object.defineProperty(record, key, {
      value,
      enumerable: true,
      configurable: true,
      writable: true,
    })
}
