import type { Reach } from '#lib/access/reach.ts'
import type { AddParameter } from '#lib/events/query/sql.ts'
import { ofStreams, ofTriggers, type StreamFilter } from '#lib/streams/reading/filter.ts'
import type { Order, Place } from '#lib/streams/reading/place.ts'

/**
 * How streams are looked for: in the order of the answer until there are enough, which is soon where many fit; or all that have
 * the values or times that are asked for, which have indexes of their own, and then the first of them.
 */
export type Way = 'order' | 'values'

interface Asked {
  reach: Reach
  filter: StreamFilter
  places: readonly Place[]
  order: Order
  limit: number
  way: Way
}

/** A statement that finds `id, rank` of the streams that fit. */
export function findSql(
  { reach, filter, places, order, limit, way }: Asked,
  add: AddParameter,
): string {
  const place = `unnest(${add(places.map(({ state }) => state))}::stream_state[],
    ${add(places.map(({ rank }) => rank))}::int[], ${add(places.map(({ after }) => after))}::bigint[])
    as place(state, rank, after)`
  const beyond = order === 'oldest' ? '>' : '<'
  const [triggers, fits] = [ofTriggers(reach, filter, add), ofStreams(filter, add)]
  const first = `id ${directionOf(order)} limit ${limit}`
  if (way === 'values')
    return `
      with hit as materialized (select s.id, s.trigger_id, s.state from stream s where ${fits})
      select id, rank from hit join ${place} using (state)
      where (after is null or id ${beyond} after)
        and trigger_id in (select t.id from trigger t where ${triggers})
      order by rank, ${first}`
  // Each trigger's part of the index is gone along for itself: few among many are found at once.
  return `
    select found.id, rank from trigger t cross join ${place} cross join lateral (
      select s.id from stream s where s.trigger_id = t.id and s.state = place.state
        and (after is null or s.id ${beyond} after) and ${fits}
      order by ${first}) found
    where ${triggers} order by rank, ${first}`
}

export const directionOf = (order: Order) => (order === 'oldest' ? 'asc' : 'desc')
