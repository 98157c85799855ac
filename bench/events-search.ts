import type { Pool } from 'pg'
import type { Measured } from '#bench/main.ts'
import { withPostgres } from '#bench/parts/postgres.ts'
import { everything } from '#lib/access/reach.ts'
import { openPool } from '#lib/db/client.ts'
import { listEvents, questionOf } from '#lib/events/data.ts'
import { dayOf, openDays } from '#lib/events/days.ts'

const EVENTS = 10_000_000
const PART = 1_000_000
const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000
const TYPES = 8
const BAR_MS = 300
const QUESTIONS = 20

/** By type, hour and one trait: one that many events have, one that few have, and one that none has. */
const QUERIES = {
  frequent: (i: number) => `type = work-${i % TYPES} response.status >= 500`,
  rare: (i: number) => `type = work-${i % TYPES} user = user-${i * 37}`,
  never: (i: number) => `type = work-${i % TYPES} user = nobody-${i}`,
}

/** Milliseconds until the first page of a search is there, in a store with a day of ten million events. */
export const measure = (): Promise<Measured> =>
  withPostgres(async url => {
    const pool = openPool(url)
    const begin = (dayOf(Date.now() / 1000) - 1) * DAY_MS
    await fill(pool, begin)
    const found = {
      frequent: await askMany(begin, QUERIES.frequent),
      rare: await askMany(begin, QUERIES.rare),
      never: await askMany(begin, QUERIES.never),
    }
    await pool.end()
    const value = found.rare.medianMs
    const ratio = Math.round((BAR_MS / value) * 100) / 100
    return { name: 'events-search', value, unit: 'ms', floor: BAR_MS, ratio, ...found }
  })

/** In the order of their ends, as they come. */
async function fill(pool: Pool, begin: number) {
  const client = await pool.connect()
  await openDays(client, new Set([dayOf(begin / 1000)]))
  client.release()
  await pool.query(
    `insert into event_type (project_id, name, first_seen, last_seen)
     select 1, 'work-' || n, now(), now() from generate_series(0, ${TYPES - 1}) n`,
  )
  await pool.query(
    `insert into event_host (project_id, name, last_seen) values (1, 'web-1.example.com', now())`,
  )
  for (let first = 0; first < EVENTS; first += PART) {
    await pool.query(FILL, [first, first + PART - 1, begin / 1000])
    process.stderr.write(`${first + PART} events\n`)
  }
  await pool.query('vacuum analyze event')
}

const FILL = `
  insert into event (project_id, type_id, host_id, at, seconds, uid, id, pid, traits)
  select 1, t.id, (select id from event_host), to_timestamp($3 + n * ${DAY_MS / 1000 / EVENTS}::float8), random() ^ 4,
    md5('u' || n), md5('i' || n), 1000, jsonb_build_object(
      'method', 'GET', 'path', '/orders/' || n % 100, 'user', 'user-' || floor(random() * 5000),
      'response', jsonb_build_object('status', case when random() < 0.02 then 500 else 200 end, 'size', floor(random() * 50000)),
      'headers', jsonb_build_object('user-agent', 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36'),
      'release', '2026.11.3', 'region', 'eu-central-1', 'queries', floor(random() * 30))
  from generate_series($1::int, $2::int) n join event_type t on t.name = 'work-' || abs(hashint4(n)::bigint) % ${TYPES}`

async function askMany(begin: number, queryOf: (i: number) => string) {
  const times: number[] = []
  for (let i = 0; i < QUESTIONS; i++) {
    const from = new Date(begin + (i % 24) * HOUR_MS)
    const started = performance.now()
    const to = new Date(from.getTime() + HOUR_MS)
    await listEvents(await questionOf(everything, { query: queryOf(i), from, to }), { limit: 50 })
    times.push(performance.now() - started)
  }
  times.sort((a, b) => a - b)
  const at = (share: number) => Math.round((times[Math.floor(share * times.length)] ?? 0) * 10) / 10
  return { medianMs: at(0.5), p95Ms: at(0.95) }
}
