import type { Pool } from 'pg'
import type { Written } from '#lib/events/archive/message.ts'
import type { PastDay } from '#lib/events/days.ts'

/** What becomes one file. */
export interface Share {
  projectId: number
  typeId: number
  type: string
  /** the first of the hours that are in it; null: the whole day */
  hour: number | null
  count: number
}

/** A row, and where it stands in the order in which they are read. */
interface Row {
  place: string
  at: number
  seconds: number
  id: string
  uid: string
  host: string | null
  pid: number | null
  traits: object | null
}

/** Rows that are read at once: each has 64 KiB of traits at most. */
const PAGE = 500
const HOURS_OF_DAY = 24
const HOUR_MS = 3_600_000

/** How the events of a day's table are shared out to files. Those of projects that are gone are nobody's. */
export async function sharesOf(
  pool: Pool,
  { table }: PastDay,
  hours: number | null,
): Promise<Share[]> {
  const { rows } = await pool.query<Share>(
    `select t.project_id as "projectId", t.id as "typeId", t.name as type, s.hour, s.count
     from (
       select type_id, count(*)::float8 as count,
         extract(hour from at at time zone 'UTC')::int / $1::int * $1::int as hour
       from ${table} group by 1, 3
     ) s join event_type t on t.id = s.type_id
     order by t.project_id, t.name, s.hour`,
    [hours],
  )
  return rows
}

/** The events of a share, by their end. */
export async function* eventsOf(
  pool: Pool,
  { table, day }: PastDay,
  { typeId, type, hour }: Share,
  hours: number | null,
): AsyncGenerator<Written, void> {
  const dayMs = day * HOURS_OF_DAY * HOUR_MS
  const begin = new Date(dayMs + (hour ?? 0) * HOUR_MS)
  const end = new Date(
    dayMs + Math.min((hour ?? 0) + (hours ?? HOURS_OF_DAY), HOURS_OF_DAY) * HOUR_MS,
  )
  let [place, uid] = [begin.toISOString(), '']
  for (;;) {
    const { rows } = await pool.query<Row>(
      `select e.at::text as place, extract(epoch from e.at)::float8 as at, e.seconds, e.id, e.uid,
         (select name from event_host where id = e.host_id) as host, e.pid, e.traits
       from ${table} e
       where e.type_id = $1 and (e.at, e.uid) > ($2::timestamptz, $3) and e.at < $4
       order by e.at, e.uid limit ${PAGE}`,
      [typeId, place, uid, end],
    )
    for (const row of rows) yield writtenOf(type, row)
    const last = rows.at(-1)
    if (!last || rows.length < PAGE) return
    ;[place, uid] = [last.place, last.uid]
  }
}

const writtenOf = (type: string, { at, seconds, host, ...row }: Row): Written => ({
  ...{ ...row, type, host: host ?? '', end: at },
  // Without the noise that a difference of two such numbers has.
  start: Math.round((at - seconds) * 1e6) / 1e6,
})
