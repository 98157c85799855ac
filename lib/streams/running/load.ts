import type { Pool } from 'pg'
import type { StreamEvent } from '#lib/streams/event.ts'
import type { Claim } from '#lib/streams/running/claim.ts'

/** Of one stream no more are handed to its pipeline: they are in memory at once. */
const MOST_EVENTS = 100_000
const MOST_BYTES = 64 * 1024 * 1024

/**
 * The events of streams, by the id of the stream, each by their times: those that are still kept, and of very many the first ones.
 */
export async function loadEvents(
  pool: Pool,
  claims: readonly Claim[],
): Promise<Map<string, StreamEvent[]>> {
  const { rows } = await pool.query<Row>({
    name: 'streams: events',
    text: LOAD,
    values: [claims.map(({ id }) => id), claims.map(({ projectId }) => projectId)],
  })
  const events = new Map<string, StreamEvent[]>(claims.map(({ id }) => [id, []]))
  for (const { stream, seconds, traits, ...event } of rows)
    events.get(stream)?.push({
      ...event,
      start: event.at - Math.round(seconds * 1e6),
      traits: traits ?? {},
    })
  return events
}

interface Row extends Omit<StreamEvent, 'start'> {
  stream: string
  seconds: number
}

/** `limit` keeps each event a look-up of its own: PostgreSQL does not know how few there are, and would read all of the store. */
const LOAD = `
  with given as (
    select s.id as stream_id, m.place, e.*,
      sum(coalesce(pg_column_size(e.traits), 0)) over (partition by s.id order by m.place) as bytes
    from unnest($1::bigint[], $2::int[]) as s(id, project_id)
    cross join lateral (
      select at, uid, row_number() over (order by at, uid) as place from stream_event
      where stream_id = s.id order by at, uid limit ${MOST_EVENTS}) m
    cross join lateral (
      select * from event
      where uid = m.uid and at = m.at and project_id = s.project_id limit 1) e)
  select g.stream_id::text as stream, g.uid, t.name as type, h.name as host, g.id, g.pid, g.seconds, g.traits,
    (extract(epoch from g.at) * 1000000)::float8 as at
  from given g join event_type t on t.id = g.type_id join event_host h on h.id = g.host_id
  where g.bytes <= ${MOST_BYTES}
  order by g.stream_id, g.place`
