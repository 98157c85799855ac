import { one, type Query } from '#app/_ui/query.ts'
import type { MonitorFilter } from '#lib/monitors/data.ts'
import { stateName } from '#lib/monitors/schema.ts'

/** What the address of the list asks for; what makes no sense is left aside. */
export function filterOf(query: Query): MonitorFilter {
  const state = stateName.safeParse(one(query, 'state'))
  return {
    q: one(query, 'q')?.trim().slice(0, 200) || undefined,
    tag: one(query, 'tag'),
    state: state.data,
  }
}
