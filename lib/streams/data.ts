import type { Reach } from '#lib/access/reach.ts'
import { newParameters } from '#lib/events/question.ts'
import { read } from '#lib/events/reading/data.ts'
import { UserError } from '#lib/failures.ts'
import type { Items } from '#lib/monitors/data.ts'
import {
  isByTraits,
  ofStreams,
  ofTriggers,
  type StreamFilter,
} from '#lib/streams/reading/filter.ts'
import { cursorAt, type Order, placesOf } from '#lib/streams/reading/place.ts'
import {
  COLUMNS,
  JOINED,
  type StreamRow,
  type StreamView,
  viewOf,
} from '#lib/streams/reading/view.ts'
import { STREAM_STATES, type StreamCounts, type StreamState } from '#lib/streams/states.ts'

interface Paging {
  limit: number
  cursor?: string | undefined
  order?: Order | undefined
}

/** The streams that fit, a page of them; the newest first unless told otherwise. */
export async function listStreams(
  reach: Reach,
  filter: StreamFilter,
  { limit, cursor, order = 'newest' }: Paging,
): Promise<Items<StreamView>> {
  const { values, add } = newParameters()
  const places = placesOf(order, filter.states ?? STREAM_STATES, cursor)
  const [direction, beyond] = order === 'oldest' ? ['asc', '>'] : ['desc', '<']
  const [triggers, fits] = [ofTriggers(reach, filter, add), ofStreams(filter, add)]
  const place = `unnest(${add(places.map(({ state }) => state))}::stream_state[],
    ${add(places.map(({ rank }) => rank))}::int[], ${add(places.map(({ after }) => after))}::bigint[])
    as place(state, rank, after)`
  const first = `order by rank, id ${direction} limit ${limit + 1}`

  const byTraits = `
    with hit as materialized (select s.id, s.trigger_id, s.state from stream s where ${fits})
    select id, rank from hit join ${place} using (state)
    where (after is null or id ${beyond} after)
      and trigger_id in (select t.id from trigger t where ${triggers}) ${first}`
  // Each trigger's part of the index is gone down for itself, so that few of many are found at once.
  const byTrigger = `
    select found.id, rank from trigger t cross join ${place} cross join lateral (
      select s.id from stream s where s.trigger_id = t.id and s.state = place.state
        and (after is null or s.id ${beyond} after) and ${fits}
      order by s.id ${direction} limit ${limit + 1}) found
    where ${triggers} ${first}`

  const rows = await read<StreamRow>(
    `select ${COLUMNS} from (${isByTraits(filter) ? byTraits : byTrigger}) found
     join stream s using (id) ${JOINED} order by rank, s.id ${direction}`,
    values,
  )
  const items = rows.slice(0, limit).map(viewOf)
  const last = items.at(-1)
  return { items, next: rows.length > limit && last ? cursorAt(order, last) : null }
}

/** How many streams fit, by their state; `states` of the filter is left aside. */
export async function countStreams(reach: Reach, filter: StreamFilter): Promise<StreamCounts> {
  const { values, add } = newParameters()
  const rows = await read<{ state: StreamState; count: number }>(
    `select s.state, count(*)::int as count from stream s
     where s.trigger_id = any(array(select t.id from trigger t where ${ofTriggers(reach, filter, add)}))
       and ${ofStreams(filter, add)}
     group by s.state`,
    values,
  )
  return countsOf(rows)
}

/** Throws a UserError when there is none within reach. */
export async function getStream(reach: Reach, id: number): Promise<StreamView> {
  const { values, add } = newParameters()
  const [row] = await read<StreamRow>(
    `select ${COLUMNS} from stream s ${JOINED} where s.id = ${add(id)} and ${ofTriggers(reach, {}, add)}`,
    values,
  )
  if (!row) throw new UserError(`There is no stream ${id}.`, { code: 'not_found' })
  return viewOf(row)
}

const countsOf = (rows: readonly { state: StreamState; count: number }[]): StreamCounts => {
  const none = Object.fromEntries(STREAM_STATES.map(state => [state, 0])) as StreamCounts
  for (const { state, count } of rows) none[state] = count
  return none
}
