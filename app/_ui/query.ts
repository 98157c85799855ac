export type Query = Record<string, string | string[] | undefined>

/** What stands once in an address; of a repeated one the first. */
export function one(query: Query, name: string): string | undefined {
  const value = query[name]
  return (Array.isArray(value) ? value[0] : value) || undefined
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
