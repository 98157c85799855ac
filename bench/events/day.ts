import type { Pool, PoolClient } from 'pg'
import { dayOf, openDays } from '#lib/events/days.ts'

const PART = 1_000_000
const DAY_SECONDS = 86_400
export const TYPES = 8

/**
 * Puts so many events of eight types into the 24 hours from `begin` on (unix seconds) of a new database, in the order of their ends, as they
 * come. Their indexes are made at the end: adding to them one by one takes several times as long.
 */
export async function fillDay(pool: Pool, begin: number, count: number): Promise<void> {
  await pool.query(
    `insert into event_type (project_id, name, first_seen, last_seen)
     select 1, 'work-' || n, now(), now() from generate_series(0, ${TYPES - 1}) n`,
  )
  await pool.query(
    `insert into event_host (project_id, name, last_seen) values (1, 'web-1.example.com', now())`,
  )
  const client = await pool.connect()
  try {
    const indexes = await dropIndexes(client)
    await openDays(client, new Set([dayOf(begin), dayOf(begin + DAY_SECONDS - 1)]))
    for (let first = 0; first < count; first += PART) {
      const next = Math.min(first + PART, count)
      await client.query(FILL, [first, next - 1, begin, DAY_SECONDS / count])
      process.stderr.write(`${next} events\n`)
    }
    await client.query(`set maintenance_work_mem = '1GB'`)
    for (const index of indexes) await client.query(index)
    await client.query('vacuum analyze event')
  } finally {
    client.release(true)
  }
}

/** Drops the indexes of events; answers the statements that make them again, those of every day. */
async function dropIndexes(client: PoolClient): Promise<string[]> {
  const { rows } = await client.query<{ name: string; made: string }>(
    `select indexname as name, replace(indexdef, ' ON ONLY ', ' ON ') as made from pg_indexes
     where schemaname = current_schema and tablename = 'event'`,
  )
  for (const { name } of rows) await client.query(`drop index ${name}`)
  return rows.map(({ made }) => made)
}

const FILL = `
  insert into event (project_id, type_id, host_id, at, seconds, uid, id, pid, traits)
  select 1, t.id, (select id from event_host), to_timestamp($3 + n * $4::float8), random() ^ 4,
    md5('u' || n), md5('i' || n), 1000, jsonb_build_object(
      'method', 'GET', 'path', '/orders/' || n % 100, 'user', 'user-' || floor(random() * 5000),
      'response', jsonb_build_object('status', case when random() < 0.02 then 500 else 200 end, 'size', floor(random() * 50000)),
      'headers', jsonb_build_object('user-agent', 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36'),
      'release', '2026.11.3', 'region', 'eu-central-1', 'queries', floor(random() * 30))
  from generate_series($1::int, $2::int) n join event_type t on t.name = 'work-' || abs(hashint4(n)::bigint) % ${TYPES}`
