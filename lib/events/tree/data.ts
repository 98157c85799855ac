import type { Reach } from '#lib/access/reach.ts'
import { listEvents, type StoredEvent } from '#lib/events/data.ts'
import type { Query } from '#lib/events/query/query.ts'
import { conditionOf, newParameters } from '#lib/events/question.ts'
import { read } from '#lib/events/reading/data.ts'
import { MARKING_TRAITS, type Mark, markOf } from '#lib/events/tree/marks.ts'
import { ALWAYS, whereIs, wholeTree } from '#lib/events/tree/question.ts'

/** An event as its tree shows it: without its traits, of which there may be megabytes. */
export interface OutlinedEvent
  extends Pick<StoredEvent, 'uid' | 'type' | 'project' | 'host' | 'pid'>,
    Mark {
  /** milliseconds since 1970 */
  start: number
  end: number
}

export interface Outline {
  /** by their beginning */
  events: OutlinedEvent[]
  /** whether there are more than these */
  isCut: boolean
}

/** Of one id no more are shown. */
const OUTLINE_LIMIT = 5_000
const MARK_LIMIT = 200

/** All that is known under an id. */
export async function outlineOf(reach: Reach, id: string): Promise<Outline> {
  const { values, add } = newParameters()
  const texts = MARKING_TRAITS.map(
    path => `left(e.traits #>> '{${path.replaceAll('.', ',')}}', ${MARK_LIMIT})`,
  )
  const rows = await read<Row>(
    `select e.uid, e.pid, e.seconds, extract(epoch from e.at)::float8 * 1000 as end,
       (select name from event_type where id = e.type_id) as type,
       (select name from event_host where id = e.host_id) as host,
       (select name from project where id = e.project_id) as project,
       case when e.traits is not null then array[${texts}] end as texts
     from event e where ${conditionOf(wholeTree(reach, id), add)}
     order by e.at - e.seconds * interval '1 second', e.at desc, e.uid limit ${OUTLINE_LIMIT + 1}`,
    values,
  )
  return {
    events: rows.slice(0, OUTLINE_LIMIT).map(outlined),
    isCut: rows.length > OUTLINE_LIMIT,
  }
}

type Row = Omit<OutlinedEvent, 'start' | keyof Mark> & {
  seconds: number
  texts: (string | null)[] | null
}

const outlined = ({ seconds, texts, ...row }: Row): OutlinedEvent => ({
  ...row,
  start: row.end - seconds * 1000,
  ...markOf(texts ?? []),
})

/** The id under which an event of this uid is known, or null. */
export async function idOfUid(reach: Reach, uid: string): Promise<string | null> {
  const { values, add } = newParameters()
  const condition = conditionOf({ reach, query: whereIs('uid', uid), ...ALWAYS }, add)
  const [row] = await read<{ id: string }>(
    `select e.id from event e where ${condition} limit 1`,
    values,
  )
  return row?.id ?? null
}

/** One event in full, or null. */
export async function findEvent(
  reach: Reach,
  { id, uid }: { id: string; uid: string },
): Promise<StoredEvent | null> {
  const query: Query = { kind: 'and', of: [whereIs('id', id), whereIs('uid', uid)] }
  const { items } = await listEvents({ reach, query, ...ALWAYS }, { limit: 1 })
  return items[0] ?? null
}
