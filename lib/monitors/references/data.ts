import { within } from '#lib/access/reach/data.ts'
import type { Reach } from '#lib/access/reach.ts'
import { db, Prisma } from '#lib/db/client.ts'

export interface MonitorName {
  id: number
  name: string
}

/** Monitors whose script calls this source, or that chose it among what they may use. */
export async function monitorsUsingSource(reach: Reach, key: string): Promise<MonitorName[]> {
  return db().$queryRaw<MonitorName[]>`
    select id, name from monitor
    where ((sources is not null and sources ? ${key}) or script ~ ${callOf(key)})
      and ${within(reach, Prisma.sql`groups`)}
    order by lower(name)`
}

/** Monitors that chose this alert among those they tell. Those that tell all are not meant. */
export async function monitorsChoosingAlert(reach: Reach, key: string): Promise<MonitorName[]> {
  return db().$queryRaw<MonitorName[]>`
    select id, name from monitor
    where alerts is not null and alerts ? ${key} and ${within(reach, Prisma.sql`groups`)}
    order by lower(name)`
}

/** How many monitors use each of these sources. */
export async function usesBySource(reach: Reach, keys: string[]): Promise<Map<string, number>> {
  const rows = await db().$queryRaw<{ key: string; count: number }[]>`
    select given.key, count(m.id)::int as count
    from unnest(${keys}::text[], ${keys.map(callOf)}::text[]) as given(key, call)
    left join monitor m on ((m.sources is not null and m.sources ? given.key) or m.script ~ given.call)
      and ${within(reach, Prisma.sql`m.groups`)}
    group by given.key`
  return new Map(rows.map(row => [row.key, row.count]))
}

/** `sources.KEY` or `sources['KEY']` in a script, as a regular expression; a key has no special characters. */
const callOf = (key: string) => `sources\\s*(\\.\\s*${key}\\M|\\[\\s*['"\`]${key}['"\`])`
