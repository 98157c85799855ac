import { keyText } from '#lib/events/query/key.ts'
import { OWN_KEYS } from '#lib/events/query/own-keys.ts'

/** A trait that events have. */
export interface Key {
  /** as it is written in a query */
  key: string
  /** events of those looked at that have it */
  count: number
  /** of what kinds its values are */
  kinds: ('text' | 'number' | 'boolean' | 'null')[]
  /** different values among those looked at, as far as they were counted */
  distinct: number
}

/** Deeper ones are not searched for by hand. */
const MOST_DEPTH = 6
const MOST_KEYS = 2_000
const MOST_VALUES = 100

/** The traits of some events, those that most of them have first. */
export function keysIn(events: readonly unknown[]): Key[] {
  const seen = new Map<
    string,
    { count: number; kinds: Set<Key['kinds'][number]>; values: Set<unknown> }
  >()

  function note(key: string, value: unknown) {
    if (seen.size >= MOST_KEYS && !seen.has(key)) return
    const known = seen.get(key) ?? { count: 0, kinds: new Set(), values: new Set() }
    seen.set(key, known)
    known.count++
    known.kinds.add(kindOf(value))
    if (known.values.size < MOST_VALUES) known.values.add(value)
  }
  function walk(value: unknown, path: string[]) {
    if (Array.isArray(value)) {
      if (path.length > 0) walk(value[0] ?? null, path)
    } else if (typeof value === 'object' && value !== null) {
      if (path.length < MOST_DEPTH)
        for (const [name, inside] of Object.entries(value)) walk(inside, [...path, name])
    } else if (path.length > 0) note(keyText(isOwn(path) ? ['body', ...path] : path), value)
  }

  for (const event of events) walk(event, [])
  return [...seen]
    .map(([key, { count, kinds, values }]) => ({
      key,
      count,
      kinds: [...kinds],
      distinct: values.size,
    }))
    .toSorted((a, b) => b.count - a.count || (a.key < b.key ? -1 : 1))
}

const isOwn = ([first, ...others]: readonly string[]) =>
  others.length === 0 && OWN_KEYS.some(own => own === first)

function kindOf(value: unknown): Key['kinds'][number] {
  if (typeof value === 'number' || typeof value === 'boolean') return typeof value as 'number'
  return value === null ? 'null' : 'text'
}
