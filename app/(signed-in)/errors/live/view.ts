import { one, type Query } from '#app/_ui/query.ts'
import type { NewestFilter } from '#lib/errors/live/schema.ts'
import { levelName } from '#lib/errors/schema.ts'

/** Which errors the address asks for; what makes no sense is left aside. */
export const filterOf = (query: Query): NewestFilter => ({
  project: one(query, 'project')?.slice(0, 64),
  level: levelName.safeParse(one(query, 'level')).data,
  host: one(query, 'host')?.slice(0, 500),
  q: one(query, 'q')?.trim().slice(0, 200) || undefined,
})

/** The same for an address: of the page, or of what it asks the API for. */
export function addressOf(path: string, filter: NewestFilter): string {
  const parts = new URLSearchParams()
  for (const [name, value] of Object.entries(filter)) if (value) parts.set(name, value)
  return parts.size > 0 ? `${path}?${parts}` : path
}
