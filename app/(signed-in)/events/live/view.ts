import { one, type Query } from '#app/_ui/query.ts'
import { QUERY_LIMIT } from '#lib/events/query/tokens.ts'

/** Which events are followed. */
export interface View {
  q: string
  project: string | undefined
}

/** What the address asks for; a project that there is not is left aside. */
export const viewOf = (query: Query, projects: readonly string[]): View => ({
  q: one(query, 'q')?.trim().slice(0, QUERY_LIMIT) ?? '',
  project: projects.find(name => name === one(query, 'project')),
})

/** The same for an address: of the page, or of what it asks the API for. */
export function addressOf(path: string, view: View, others: Record<string, string> = {}): string {
  const parts = new URLSearchParams()
  for (const [name, value] of Object.entries({ ...view, ...others }))
    if (value) parts.set(name, value)
  return parts.size > 0 ? `${path}?${parts}` : path
}
