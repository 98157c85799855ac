import { pool } from '#lib/db/client.ts'
import type { LastArrival } from '#lib/events/last/arrival.ts'

/** What came last. Times are unix seconds. */
export interface LastEvents {
  /** when an event was stored; null when none ever was */
  last: number | null
  /** how long before that it had ended, in seconds; null when no intake that runs has stored any */
  lag: number | null
  /** the newest of them, with the end of their last event */
  types: Record<string, { last: number }>
  /** likewise, with the time at which they sent, within a minute */
  hosts: Record<string, { last: number }>
}

const MOST_NAMES = 100

export async function readLastEvents(): Promise<LastEvents> {
  const [arrivals, types, hosts] = await Promise.all([
    pool().query<{ arrival: LastArrival }>(ARRIVALS),
    pool().query<Named>(TYPES, [MOST_NAMES]),
    pool().query<Named>(HOSTS, [MOST_NAMES]),
  ])
  const arrival = arrivals.rows[0]?.arrival
  const seen = [arrival?.at, ...types.rows.map(({ seen }) => seen)].filter(at => at !== undefined)
  return {
    last: seen.length > 0 ? Math.max(...seen) : null,
    lag: arrival?.lagSeconds ?? null,
    types: byName(types.rows),
    hosts: byName(hosts.rows),
  }
}

interface Named {
  name: string
  last: number | null
  seen: number
}

const byName = (rows: readonly Named[]) =>
  Object.fromEntries(rows.map(({ name, last, seen }) => [name, { last: last ?? seen }]))

const ARRIVALS = `
  select info -> 'lastEvent' as arrival from beat
  where jsonb_typeof(info -> 'lastEvent') = 'object' order by (info -> 'lastEvent' ->> 'at')::float8 desc limit 1`

/** A name may be of several projects. */
const TYPES = `
  select name, max(last)::float8 as last, extract(epoch from max(last_seen))::float8 as seen
  from (select * from event_type order by last_seen desc limit $1) t,
    lateral (select extract(epoch from (select at from event where type_id = t.id order by at desc limit 1)) as last) e
  group by name order by seen desc`
const HOSTS = `
  select name, null as last, extract(epoch from max(last_seen))::float8 as seen
  from (select * from event_host order by last_seen desc limit $1) h group by name order by seen desc`
