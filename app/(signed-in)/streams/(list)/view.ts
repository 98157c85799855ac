import { one, type Query } from '#app/_ui/query.ts'
import { RANGES } from '#app/_ui/range/range.ts'
import type { AskedStreams } from '#lib/streams/reading/asked.ts'
import { STATE_GROUPS, type StateGroup } from '#lib/streams/states.ts'

/** How far back streams can be looked at. */
export const TIMES = RANGES.filter(({ key }) => ['1h', '24h', '7d', '30d'].includes(key))

/** What the page of streams shows; all of it stands in the address. */
export interface View {
  q: string
  /** the number of a trigger, or a name */
  trigger: string | undefined
  project: string | undefined
  /** undefined: all states */
  group: StateGroup | undefined
  /** undefined: any time */
  time: (typeof TIMES)[number] | undefined
  /** where the page begins */
  cursor: string | undefined
}

/** What an address asks for; what makes no sense is left aside. */
export const viewOf = (query: Query): View => ({
  q: one(query, 'q')?.trim().slice(0, 2_000) ?? '',
  trigger: one(query, 'trigger')?.slice(0, 250),
  project: one(query, 'project')?.slice(0, 100),
  group: STATE_GROUPS.find(({ key }) => key === one(query, 'state')),
  time: TIMES.find(({ key }) => key === one(query, 'time')),
  cursor: one(query, 'page')?.slice(0, 200),
})

export const askedOf = ({ q, trigger, project, group, time }: View, now: Date): AskedStreams => ({
  ...{ trigger, project },
  state: group && [...group.states],
  q: q || undefined,
  from: time && new Date(now.getTime() - time.ms).toISOString(),
})

export const isNarrowed = ({ q, trigger, project, group, time }: View): boolean =>
  q !== '' || [trigger, project, group, time].some(part => part !== undefined)
