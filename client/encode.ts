import { complain } from './complaints.ts'
import { textOf } from './thrown.ts'

/** Longer texts are cut; the store keeps 64 Ki of an event. */
const TEXT_LIMIT = 32 * 1024
/** What holds more values than that is a mistake, and takes long to encode. */
const VALUES_LIMIT = 10_000
/** So far it is looked whether nothing has to be replaced. */
const SIMPLE_VALUES = 200
const SIMPLE_DEPTH = 10

/**
 * One line of JSON. Dates become unix seconds, big integers text, maps and sets objects and lists. Of what cannot be encoded, in a
 * circle or endless, the field that may be wanting becomes null. Never throws; undefined when nothing can be said of it.
 */
export function encode<T extends object>(item: T, wanting: keyof T): string | undefined {
  try {
    return stringify(item)
  } catch (error) {
    complain(`the ${String(wanting)} cannot be encoded: ${textOf(error)}`)
  }
  try {
    return stringify({ ...item, [wanting]: null })
  } catch {
    return undefined
  }
}

function stringify(item: object): string {
  if (isSimple(item, { values: SIMPLE_VALUES }, 0)) return JSON.stringify(item)
  let values = 0
  return JSON.stringify(item, function (this: unknown, key: string, value: unknown) {
    if (++values > VALUES_LIMIT) throw new RangeError(`it has more than ${VALUES_LIMIT} values`)
    return plain(value, this, key)
  })
}

/** Whether JSON says it as it is. Most of what is told does so, and asking costs a fraction of what replacing does. */
function isSimple(value: unknown, left: { values: number }, depth: number): boolean {
  if (typeof value === 'string') return value.length <= TEXT_LIMIT
  if (typeof value === 'number' || typeof value === 'boolean' || value == null) return true
  if (typeof value !== 'object' || depth > SIMPLE_DEPTH || left.values-- < 0) return false
  if (Array.isArray(value)) {
    if (value.length > left.values) return false
    left.values -= value.length
    return value.every(one => isSimple(one, left, depth + 1))
  }
  if (Object.getPrototypeOf(value) !== Object.prototype) return false
  for (const key in value)
    if (left.values-- < 0 || !isSimple((value as Record<string, unknown>)[key], left, depth + 1))
      return false
  return true
}

function plain(value: unknown, holder: unknown, key: string): unknown {
  if (typeof value === 'string') return textIn(value, holder, key)
  if (typeof value === 'bigint') return String(value)
  if (value instanceof Map) return Object.fromEntries(value)
  if (value instanceof Set) return [...value]
  if (value instanceof Error) return { ...value, name: value.name, message: value.message }
  return value
}

/** The holder has a date as it was before its own `toJSON`. */
function textIn(text: string, holder: unknown, key: string): string | number {
  if (text.length > TEXT_LIMIT) return `${text.slice(0, TEXT_LIMIT)}…`
  // 2026-01-31T12:00:00.000Z, or with the six digits of distant years.
  if (text.length !== 24 && text.length !== 27) return text
  const before = (holder as Record<string, unknown>)[key]
  return before instanceof Date ? before.getTime() / 1000 : text
}
