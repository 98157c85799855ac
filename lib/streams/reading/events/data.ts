import { newParameters } from '#lib/events/question.ts'
import { read } from '#lib/events/reading/data.ts'
import { badCursor, type Items, itemsOf } from '#lib/items.ts'

/** An event of a stream. Its end is ISO 8601 in UTC, exact to the microsecond. */
export interface EventOfStream {
  uid: string
  at: string
  /** null: the event itself is not kept any longer */
  event: {
    type: string
    id: string
    host: string
    pid: number | null
    /** seconds */
    duration: number
    traits: Record<string, unknown> | null
  } | null
}

/** The events of a stream that was found with a reach, by their time. */
export async function eventsOf(
  { id, projectId }: { id: number; projectId: number },
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<Items<EventOfStream>> {
  const { values, add } = newParameters()
  const conditions = [`stream_id = ${add(id)}`]
  if (cursor !== undefined) {
    const [, at, uid] = /^([\dTZ:.-]{27})_(.+)$/s.exec(cursor) ?? []
    if (at === undefined || Number.isNaN(Date.parse(at))) throw badCursor()
    conditions.push(`(at, uid) > (${add(at)}::timestamptz, ${add(uid)})`)
  }
  const rows = await read<EventOfStream>(
    `select ${AT} as at, within.uid,
       case when e.uid is not null then json_build_object(
         'type', (select name from event_type where id = e.type_id),
         'host', (select name from event_host where id = e.host_id),
         'id', e.id, 'pid', e.pid, 'duration', e.seconds, 'traits', e.traits) end as event
     from (select at, uid from stream_event where ${conditions.join(' and ')}
       order by at, uid limit ${limit + 1}) within
     left join event e on e.uid = within.uid and e.at = within.at and e.project_id = ${add(projectId)}
     order by within.at, within.uid`,
    values,
  )
  return itemsOf(rows, limit, ({ at, uid }) => `${at}_${uid}`)
}

const AT = `to_char(within.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`
