import type { Pool, PoolClient } from 'pg'
import { inSession } from '#lib/transaction.ts'

const DAY = 86_400

/** A day in UTC, in days since 1970. */
export const dayOf = (second: number): number => Math.floor(second / DAY)

/** The beginning of a day. */
export const dateOfDay = (day: number): Date => new Date(day * DAY * 1000)

const dateOf = (day: number) => dateOfDay(day).toISOString().slice(0, 10)
const tableOf = (day: number) => `event_${dateOf(day).replaceAll('-', '')}`

/** Today and yesterday are never moved (retention/setting.ts); the day less is for clocks that differ. */
const MOVED_AFTER_DAYS = 1
/** Of a day, held by whoever writes to it, or moves it. */
const LOCK = `hashtext('belfry: a day of events')`

/**
 * Sees to it that each of these days has its table, inside the caller's transaction, and that it stays. Answers those that are being
 * moved, to which nothing can be written.
 */
export async function openDays(
  client: PoolClient,
  days: ReadonlySet<number>,
): Promise<ReadonlySet<number>> {
  const moving = await movingAmong(client, days)
  const tables = new Map([...days].map(day => [tableOf(day), day]))
  const { rows } = await client.query<{ name: string; isThere: boolean }>(NOT_OPEN, [
    [...tables.keys()],
  ])
  for (const { name, isThere } of rows) {
    const day = tables.get(name) ?? 0
    if (isThere) moving.add(day)
    else if (!moving.has(day)) await openDay(client, name, day)
  }
  return moving
}

const NOT_OPEN = {
  name: 'events: days that are not open',
  text: `
    select name, to_regclass(name) is not null as "isThere" from unnest($1::text[]) as given(name)
    where not exists (select from pg_inherits where inhrelid = to_regclass(name) and not inhdetachpending)
    order by 1`,
}

/** Those that can still be moved are held until the transaction ends; nobody waits for those that are. */
async function movingAmong(client: PoolClient, days: ReadonlySet<number>): Promise<Set<number>> {
  const today = dayOf(Date.now() / 1000)
  const old = [...days].filter(day => day <= today - MOVED_AFTER_DAYS)
  if (old.length === 0) return new Set()
  const { rows } = await client.query<{ day: number }>(
    `select day from unnest($1::int[]) as given(day)
     where not pg_try_advisory_xact_lock_shared(${LOCK}, day)`,
    [old],
  )
  return new Set(rows.map(({ day }) => day))
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
       and (c.relname < $1 or coalesce(i.inhdetachpending, true)) order by 1`,
    [tableOf(before)],
  )
  return rows.map(row => ({ ...row, day: dayOfTable(row.table) }))
}

const dayOfTable = (table: string): number => {
  const [, year, month, date] = /(\d{4})(\d\d)(\d\d)$/.exec(table) ?? []
  return dayOf(Date.UTC(Number(year), Number(month) - 1, Number(date)) / 1000)
}

/** From then on nothing is written to the table of a day, nor found in it. Waits for those who do, and holds up nobody else. */
export const closeDay = (pool: Pool, { table, day }: PastDay): Promise<void> =>
  inSession(pool, async client => {
    await client.query(`select pg_advisory_lock(${LOCK}, $1)`, [day])
    const { rows } = await client.query<{ isPending: boolean }>(
      `select inhdetachpending as "isPending" from pg_inherits where inhrelid = $1::regclass`,
      [table],
    )
    // One that was cut off before has to be brought to its end.
    const how = rows[0]?.isPending ? 'finalize' : 'concurrently'
    if (rows.length > 0) await client.query(`alter table event detach partition ${table} ${how}`)
  })

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
