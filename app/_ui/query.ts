import { storableText } from '#lib/storable.ts'

export type Query = Record<string, string | string[] | undefined>

/** What stands once in an address; of a repeated one the first. Characters that no database takes become U+FFFD. */
export function one(query: Query, name: string): string | undefined {
  const value = query[name]
  const first = Array.isArray(value) ? value[0] : value
  return first ? storableText(first) : undefined
}

/** The address with these parts of the query changed; undefined and '' take one out. */
export function withQuery(path: string, query: Query, changes: Query): string {
  const parts = new URLSearchParams()
  for (const name of new Set([...Object.keys(query), ...Object.keys(changes)])) {
    const value = one(name in changes ? changes : query, name)
    if (value) parts.set(name, value)
  }
  return parts.size > 0 ? `${path}?${parts}` : path
}
