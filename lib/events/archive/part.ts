import type { Pool } from 'pg'
import { dayNameOf, readName } from '#lib/events/archive/names.ts'
import { originOf } from '#lib/events/archive/own-name.ts'
import type { Place } from '#lib/events/archive/place.ts'
import { dateOfDay, type PastDay } from '#lib/events/days.ts'

/**
 * A day that was written and dropped may come again, with what came late: that must not take the place of what is there. Which part
 * a table becomes is noted on the table itself, so that it stays the same however often it is tried.
 */
export async function partOf(pool: Pool, place: Place, { table, day }: PastDay): Promise<number> {
  const name = dayNameOf(dateOfDay(day))
  const noted = (await notedParts(pool)).find(one => one.day === name)
  if (noted) return noted.part
  const part = await nextPart(place, name)
  await pool.query(`comment on table ${table} is '${NOTE}${part}'`)
  return part
}

const NOTE = 'archived as part '

/** A day in the store of which a part of the archive is written. */
export interface NotedPart {
  /** YYYYMMDD */
  day: string
  part: number
  /** whether it is still found in the store */
  isOpen: boolean
}

export async function notedParts(pool: Pool): Promise<NotedPart[]> {
  const { rows } = await pool.query<NotedPart>(
    `select right(c.relname, 8) as day, substr(d.description, length($1) + 1)::int as part,
       exists (select from pg_inherits where inhrelid = c.oid) as "isOpen"
     from pg_class c join pg_description d
       on d.objoid = c.oid and d.classoid = 'pg_class'::regclass and d.objsubid = 0
     where c.relname ~ '^event_[0-9]{8}$' and starts_with(d.description, $1)
       and c.relnamespace = (select relnamespace from pg_class where oid = 'event'::regclass)`,
    [NOTE],
  )
  return rows
}

async function nextPart(place: Place, day: string): Promise<number> {
  const parts = (await place.files(day)).flatMap(({ name }) => {
    const file = readName(name)
    return file ? [originOf(file).part] : []
  })
  return Math.max(-1, ...parts) + 1
}
