import type { Reach } from '#lib/access/reach.ts'
import { newParameters } from '#lib/events/question.ts'
import { read, TookTooLong } from '#lib/events/reading/data.ts'
import { UserError } from '#lib/failures.ts'
import { type Items, itemsOf } from '#lib/items.ts'
import {
  isByTime,
  isByTraits,
  ofStreams,
  ofTriggers,
  type StreamFilter,
} from '#lib/streams/reading/filter.ts'
import { directionOf, findSql, type Way } from '#lib/streams/reading/find.ts'
import { cursorAt, type Order, placesOf } from '#lib/streams/reading/place.ts'
import {
  COLUMNS,
  JOINED,
  type StreamRow,
  type StreamView,
  viewOf,
} from '#lib/streams/reading/view.ts'
import {
  noStreams,
  STREAM_STATES,
  type StreamCounts,
  type StreamState,
} from '#lib/streams/states.ts'

/** So long the way that is quick where many fit may take. */
const SOON_MS = 150

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
  const places = placesOf(order, filter.states ?? STREAM_STATES, cursor)
  const find = (way: Way, limitMs?: number) => {
    const { values, add } = newParameters()
    const found = findSql({ reach, filter, places, order, limit: limit + 1, way }, add)
    return read<StreamRow>(
      `select ${COLUMNS} from (${found}) found join stream s using (id) ${JOINED}
       order by rank, s.id ${directionOf(order)}`,
      values,
      { limitMs },
    )
  }
  const rows = isByTraits(filter) ? await find('values') : await soonest(find, filter)
  return itemsOf(rows.map(viewOf), limit, last => cursorAt(order, last))
}

/** Of a time there may be many streams or none: the way that is quick for many is given up soon. */
async function soonest<T>(find: (way: Way, limitMs?: number) => Promise<T>, filter: StreamFilter) {
  if (!isByTime(filter)) return find('order')
  try {
    return await find('order', SOON_MS)
  } catch (error) {
    if (error instanceof TookTooLong) return find('values')
    throw error
  }
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
  return { ...noStreams, ...Object.fromEntries(rows.map(({ state, count }) => [state, count])) }
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
