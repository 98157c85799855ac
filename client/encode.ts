import { complain } from './complaints.ts'
import { textOf } from './thrown.ts'

/** Longer texts are cut; the store keeps 64 Ki of an event. */
const TEXT_LIMIT = 32 * 1024
/** What holds more values than that is a mistake, and takes long to encode. */
const VALUES_LIMIT = 10_000

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
  let values = 0
  return JSON.stringify(item, function (this: unknown, key: string, value: unknown) {
    if (++values > VALUES_LIMIT) throw new RangeError(`it has more than ${VALUES_LIMIT} values`)
    return plain(value, this, key)
  })
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
