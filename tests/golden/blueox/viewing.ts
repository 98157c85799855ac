import { openGroups } from '#bin/tail/group.ts'
import { durationText, headerOf } from '#bin/tail/pretty.ts'
import { queryOf } from '#bin/tail/query.ts'
import { matcherOf } from '#lib/events/query/match.ts'
import { parseQuery } from '#lib/events/query/parse.ts'
import { type Adapter, type Case, wanted } from '#tests/golden/adapter.ts'

/** Groups of events, and how they are shown. */
export const viewing: Adapter['groups'] = {
  grouper(golden) {
    const { events, max_size } = golden as Case & {
      events: { id: unknown; type: string }[]
      max_size: number
    }
    const open = openGroups<{ id: unknown; type: string }>(max_size)
    const groups = events.flatMap(event => {
      const group = open.add(event)
      return group ? [group] : []
    })
    return { expected: wanted(golden), got: { groups, left: open.left() } }
  },

  pretty(golden) {
    const { event, start, end } = golden as Case & {
      event?: Record<string, unknown>
      start: number
      end: number
    }
    return { expected: wanted(golden), got: event ? headerOf(event) : durationText(end - start) }
  },

  subscribe(golden) {
    const { types, type_name } = golden as Case & { types: string[]; type_name: string | null }
    const matches = matcherOf(parseQuery(queryOf(type_name ?? undefined)))
    const rest = { id: '', host: '', pid: null, duration: 0, traits: null }
    return { expected: wanted(golden), got: types.filter(type => matches({ type, ...rest })) }
  },
}
