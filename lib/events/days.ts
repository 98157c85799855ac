import type { Pool, PoolClient } from 'pg'

const DAY = 86_400

/** A day in UTC, in days since 1970. */
export const dayOf = (second: number): number => Math.floor(second / DAY)

const dateOf = (day: number) => new Date(day * DAY * 1000).toISOString().slice(0, 10)
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

/** Drops the days before this one, and answers their tables. */
export async function dropDays(pool: Pool, before: number): Promise<string[]> {
  const { rows } = await pool.query<{ name: string }>(
    `select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
     where i.inhparent = 'event'::regclass and c.relname < $1 order by 1`,
    [tableOf(before)],
  )
  for (const { name } of rows) await pool.query(`drop table ${name}`)
  return rows.map(({ name }) => name)
}
