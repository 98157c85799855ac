import type { Pool, PoolClient } from 'pg'

const DAY = 86_400

/** A day in UTC, in days since 1970. */
export const dayOf = (second: number): number => Math.floor(second / DAY)

/** The beginning of a day. */
export const dateOfDay = (day: number): Date => new Date(day * DAY * 1000)

const dateOf = (day: number) => dateOfDay(day).toISOString().slice(0, 10)
const tableOf = (day: number) => `event_${dateOf(day).replaceAll('-', '')}`

/** Sees to it that each of these days has its table, inside the caller's transaction. */
export async function openDays(client: PoolClient, days: ReadonlySet<number>): Promise<void> {
  const tables = new Map([...days].map(day => [tableOf(day), day]))
  const { rows } = await client.query<{ name: string }>(MISSING, [[...tables.keys()]])
  for (const { name } of rows) await openDay(client, name, tables.get(name) ?? 0)
}

const MISSING = {
  name: 'events: missing days',
  text: `select name from unnest($1::text[]) as given(name) where to_regclass(name) is null order by 1`,
}

/** Made apart and then attached: that holds up nobody who reads or writes other days. */
async function openDay(client: PoolClient, table: string, day: number): Promise<void> {
  await client.query(`select pg_advisory_xact_lock(hashtext('belfry: days of events'))`)
  const { rows } = await client.query<{ isThere: boolean }>(
    `select to_regclass($1) is not null as "isThere"`,
    [table],
  )
  if (rows[0]?.isThere) return
  await client.query(`create table ${table} (like event including defaults including indexes)`)
  await client.query(
    `alter table event attach partition ${table} for values from ('${dateOf(day)}Z') to ('${dateOf(day + 1)}Z')`,
  )
}

/** The table of a day that has been kept for long enough. */
export interface PastDay {
  table: string
  day: number
  /** whether what is in it is still found */
  isOpen: boolean
}

/** The days before this one, and any that a process has closed and then not come to drop. */
export async function pastDays(pool: Pool, before: number): Promise<PastDay[]> {
  const { rows } = await pool.query<Omit<PastDay, 'day'>>(
    `select c.relname as table, i.inhrelid is not null as "isOpen"
     from pg_class c left join pg_inherits i on i.inhrelid = c.oid
     where c.relkind = 'r' and c.relname ~ '^event_[0-9]{8}$'
       and c.relnamespace = (select relnamespace from pg_class where oid = 'event'::regclass)
       and (c.relname < $1 or i.inhrelid is null) order by 1`,
    [tableOf(before)],
  )
  return rows.map(row => ({ ...row, day: dayOfTable(row.table) }))
}

const dayOfTable = (table: string): number => {
  const [, year, month, date] = /(\d{4})(\d\d)(\d\d)$/.exec(table) ?? []
  return dayOf(Date.UTC(Number(year), Number(month) - 1, Number(date)) / 1000)
}

/** From then on nothing is written to the table of a day, nor found in it. Holds up nobody, but waits for those who read. */
export async function closeDay(pool: Pool, { table }: PastDay): Promise<void> {
  const { rows } = await pool.query<{ isPending: boolean }>(
    `select inhdetachpending as "isPending" from pg_inherits where inhrelid = $1::regclass`,
    [table],
  )
  // One that was cut off before has to be brought to its end.
  const how = rows[0]?.isPending ? 'finalize' : 'concurrently'
  if (rows.length > 0) await pool.query(`alter table event detach partition ${table} ${how}`)
}

export const dropDay = async (pool: Pool, { table }: PastDay): Promise<void> =>
  void (await pool.query(`drop table ${table}`))

/** The first day of which there may be events, or null. */
export async function firstDay(pool: Pool): Promise<number | null> {
  const { rows } = await pool.query<{ table: string | null }>(
    `select min(relname::text) as table from pg_inherits join pg_class on oid = inhrelid
     where inhparent = 'event'::regclass`,
  )
  return rows[0]?.table ? dayOfTable(rows[0].table) : null
}
