import { badCursor } from '#lib/items.ts'
import { STATE_GROUPS, type StreamState } from '#lib/streams/states.ts'

/** `worst`: what failed first, then by group of states (STATE_GROUPS), within each the newest first. */
export type Order = 'newest' | 'oldest' | 'worst'

/** Where a page begins, of each state: after the stream with this id, or at the first one. */
export interface Place {
  state: StreamState
  rank: number
  after: number | null
}

/** Throws a UserError for a cursor that was not given out here. */
export function placesOf(
  order: Order,
  states: readonly StreamState[],
  cursor: string | undefined,
): Place[] {
  const places = states.map(state => ({ state, rank: rankOf(order, state), after: null }))
  if (cursor === undefined) return places
  const [, rank, id] = /^(\d)-(\d{1,15})$/.exec(cursor) ?? []
  if (rank === undefined || id === undefined) throw badCursor()
  return places
    .filter(place => place.rank >= Number(rank))
    .map(place => (place.rank === Number(rank) ? { ...place, after: Number(id) } : place))
}

/** What stands after this stream. */
export const cursorAt = (order: Order, { id, state }: { id: number; state: StreamState }): string =>
  `${rankOf(order, state)}-${id}`

const rankOf = (order: Order, state: StreamState): number =>
  order === 'worst' ? STATE_GROUPS.findIndex(({ states }) => states.some(s => s === state)) : 0
