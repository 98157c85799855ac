/**
 * Reads what a stranger sent as JSON: what is of the wrong kind counts as absent, and whatever is taken over is of
 * bounded size and can be stored (no NUL, no half of a surrogate pair).
 */

const TEXT_LIMIT = 16_384
/** What one example may carry beside its message; deeper, wider or longer is cut with a mark. */
const PLAIN_LIMITS = { depth: 8, entries: 1_000, entriesOfOne: 100, text: 2_048, texts: 64 * 1024 }

export type Fields = Record<string, unknown>

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What a text says in JSON; undefined when it is none. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** An object's own fields, or none. */
export const fieldsOf = (value: unknown): Fields => (isFields(value) ? value : {})

/** The first `most` items of an array, or none. */
export const listOf = (value: unknown, most: number): unknown[] =>
  Array.isArray(value) ? value.slice(0, most) : []

/** A text as it may be stored; a longer one ends with `…`. */
export function storable(text: string, most = TEXT_LIMIT): string {
  const whole = text.length > most ? `${text.slice(0, most)}…` : text
  return whole.toWellFormed().replaceAll('\0', '\uFFFD')
}

/** Texts, numbers and truth values as text; anything else as ''. */
export function textOf(value: unknown, most = TEXT_LIMIT): string {
  if (typeof value === 'string') return storable(value, most)
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''
}

/** The first of the values that is text and not empty, or ''. */
export function firstText(values: unknown[], most = TEXT_LIMIT): string {
  for (const value of values) {
    const text = textOf(value, most).trim()
    if (text) return text
  }
  return ''
}

/** A whole number from 0 on, also as digits; undefined for anything else. */
export function countOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value
  return Number.isSafeInteger(number) && (number as number) >= 0 ? (number as number) : undefined
}

/** The 32 hexadecimal digits of a trace, with or without dashes; undefined for none, and for one of zeros only. */
export function traceIdOf(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length > 36) return undefined
  const digits = value.replaceAll('-', '').toLowerCase()
  return /^[0-9a-f]{32}$/.test(digits) && !/^0+$/.test(digits) ? digits : undefined
}

/** A copy of any JSON value that is small enough to be kept with an example. */
export function plainOf(value: unknown): unknown {
  let left = PLAIN_LIMITS.entries
  let room = PLAIN_LIMITS.texts

  function copy(item: unknown, depth: number): unknown {
    if (typeof item === 'string') return text(item, PLAIN_LIMITS.text)
    if (typeof item === 'number') return Number.isFinite(item) ? item : null
    if (typeof item !== 'object' || item === null) return typeof item === 'boolean' ? item : null
    if (depth >= PLAIN_LIMITS.depth || left <= 0) return '…'
    return Array.isArray(item) ? items(item, depth) : entries(item, depth)
  }

  function items(list: unknown[], depth: number): unknown[] {
    const kept = list.slice(0, take(list.length)).map(item => copy(item, depth + 1))
    return kept.length < list.length ? [...kept, '…'] : kept
  }

  function entries(object: object, depth: number): Fields {
    const names = Object.keys(object)
    const kept = names
      .slice(0, take(names.length))
      .map(name => [text(name, 200), copy((object as Fields)[name], depth + 1)] as const)
    return Object.fromEntries(kept.length < names.length ? [...kept, ['…', '…']] : kept)
  }

  function text(given: string, most: number): string {
    const kept = storable(given, Math.min(most, room))
    room = Math.max(0, room - kept.length)
    return kept
  }

  function take(wanted: number): number {
    const given = Math.max(0, Math.min(wanted, PLAIN_LIMITS.entriesOfOne, left))
    left -= given
    return given
  }

  return copy(value, 0)
}

/** The same for an object; undefined when there is nothing in it. */
export function plainFields(value: unknown): Fields | undefined {
  if (!isFields(value) || Object.keys(value).length === 0) return undefined
  return plainOf(value) as Fields
}

/** Without the entries that are undefined. */
export function defined<T extends object>(object: T): T {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as T
}
