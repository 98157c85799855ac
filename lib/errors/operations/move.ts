import type { PoolClient } from 'pg'
import { joined, type RatioPart, without } from '#lib/errors/ratio.ts'

/** Why an error is in its signature. */
export interface Why {
  by: string
  ratio: number | null
  matched: string
}

export interface Move {
  eventId: number
  from: number
  to: number
  why: Why
}

/**
 * Moves kept errors to other signatures, and with each of them the one count that it stands for: in seconds, minutes,
 * hours, facets and the total. What is not counted any more (its seconds are no longer kept) does not move, so sums
 * over all signatures never change. The caller has locked the signatures; the recorder then waits with theirs.
 */
export async function moveEvents(client: PoolClient, moves: readonly Move[]): Promise<void> {
  const pairs = Map.groupBy(moves, ({ from, to }) => `${from} ${to}`)
  for (const some of pairs.values()) {
    const { from, to } = some[0] as Move
    const values = [from, to, some.map(({ eventId }) => eventId)]
    for (const statement of [
      SECONDS,
      cells('error_minute', 60),
      cells('error_hour', 3_600),
      FACETS,
    ])
      await client.query(statement, values)
    for (const statement of EMPTIED) await client.query(statement, values)
    await client.query(TOTALS, values)
    await moveRatios(client, some)
    await client.query(EVENTS, [
      ...[to, values[2]],
      some.map(({ why }) => why.by),
      some.map(({ why }) => why.ratio),
      some.map(({ why }) => why.matched),
    ])
  }
}

const EVENTS_OF = `select * from error_event where id = any($3::bigint[])`
const start = (seconds: number) =>
  `to_timestamp(floor(extract(epoch from e.at) / ${seconds}) * ${seconds})`

const SECONDS = `
  with wanted as (
    select ${start(1)} as at, count(*) as n from (${EVENTS_OF}) e group by 1),
  found as (
    select t.project_id, t.at, least(t.count, w.n) as n from error_second t join wanted w using (at)
    where t.signature_id = $1 for update of t),
  taken as (
    update error_second t set count = t.count - f.n from found f where t.signature_id = $1 and t.at = f.at)
  insert into error_second as t (project_id, signature_id, at, count)
  select project_id, $2::int, at, n from found where n > 0
  on conflict (signature_id, at, project_id) do update set count = t.count + excluded.count`

/** Host 0 stands for hosts beyond the limit. */
const cells = (table: 'error_minute' | 'error_hour', seconds: number) => `
  with wanted as (
    select ${start(seconds)} as at, coalesce(h.id, 0) as host_id, e.level, count(*) as n
    from (${EVENTS_OF}) e left join error_host h on h.project_id = e.project_id and h.name = e.host group by 1, 2, 3),
  found as (
    select t.project_id, t.at, t.host_id, t.level, least(t.count, w.n) as n
    from ${table} t join wanted w using (at, host_id, level) where t.signature_id = $1 for update of t),
  taken as (
    update ${table} t set count = t.count - f.n from found f
    where t.signature_id = $1 and (t.at, t.host_id, t.level) = (f.at, f.host_id, f.level))
  insert into ${table} as t (project_id, signature_id, at, host_id, level, count)
  select project_id, $2::int, at, host_id, level, n from found where n > 0
  on conflict (signature_id, at, host_id, level, project_id) do update set count = t.count + excluded.count`

const LEVEL_NAMES = `array['emergency', 'alert', 'critical', 'error', 'warning', 'notice', 'info', 'debug']`

const FACETS = `
  with wanted as (
    select v.facet, v.value, count(*) as n, max(e.at) as last_seen
    from (${EVENTS_OF}) e cross join lateral (values ('host', e.host), ('program', e.program), ('release', e.release),
      ('level', (${LEVEL_NAMES})[e.level + 1])) v(facet, value) where v.value <> '' group by 1, 2),
  found as (
    select t.project_id, t.facet, t.value, w.last_seen, least(t.count, w.n) as n
    from error_facet t join wanted w using (facet, value) where t.signature_id = $1 for update of t),
  taken as (
    update error_facet t set count = t.count - f.n from found f
    where t.signature_id = $1 and (t.facet, t.value) = (f.facet, f.value))
  insert into error_facet as t (project_id, signature_id, facet, value, count, last_seen)
  select project_id, $2::int, facet, value, n, last_seen from found where n > 0
  on conflict (signature_id, facet, value, project_id) do update
    set count = t.count + excluded.count, last_seen = greatest(t.last_seen, excluded.last_seen)`

const emptied = (table: string, seconds: number) => `
  delete from ${table} t using (${EVENTS_OF}) e
  where t.signature_id = $1 and t.at = ${start(seconds)} and t.count = 0 and $2::int is not null`
const EMPTIED = [
  emptied('error_second', 1),
  emptied('error_minute', 60),
  emptied('error_hour', 3_600),
  `delete from error_facet where signature_id = $1 and count = 0
     and $2::int is not null and $3::bigint[] is not null`,
]

const TOTALS = `
  with wanted as (
    select count(*) as n, min(at) as first_seen, max(at) as last_seen, min(level) as level from (${EVENTS_OF}) e),
  taken as (
    update signature s set count = s.count - least(o.count, w.n)
    from wanted w, signature o where s.id = $1 and o.id = s.id returning least(o.count, w.n) as n)
  update signature s set count = s.count + taken.n, level = least(s.level, w.level),
    first_seen = least(s.first_seen, w.first_seen), last_seen = greatest(s.last_seen, w.last_seen)
  from wanted w, taken where s.id = $2`

const EVENTS = `
  update error_event e set signature_id = $1, classifier = f.by, ratio = f.ratio, matched = f.matched
  from unnest($2::bigint[], $3::text[], $4::float8[], $5::text[]) f(id, by, ratio, matched) where e.id = f.id`

/** Called before the events have their new ratios. */
async function moveRatios(client: PoolClient, moves: readonly Move[]) {
  const { from, to } = moves[0] as Move
  const { rows } = await client.query<{ ratio: number }>(
    'select ratio from error_event where id = any($1::bigint[]) and ratio is not null',
    [moves.map(({ eventId }) => eventId)],
  )
  const gone = partOf(rows.map(({ ratio }) => ratio))
  const come = partOf(moves.flatMap(({ why }) => why.ratio ?? []))
  if (gone.count > 0) await writeRatios(client, from, part => without(part, gone))
  if (come.count > 0) await writeRatios(client, to, part => joined(part, come))
}

const partOf = (ratios: readonly number[]): RatioPart =>
  ratios.map(mean => ({ count: 1, mean, m2: 0 })).reduce(joined, { count: 0, mean: 0, m2: 0 })

async function writeRatios(
  client: PoolClient,
  id: number,
  changed: (part: RatioPart) => RatioPart,
) {
  const { rows } = await client.query<RatioPart>(
    'select ratio_count::float8 as count, ratio_mean as mean, ratio_m2 as m2 from signature where id = $1',
    [id],
  )
  const { count, mean, m2 } = changed(rows[0] ?? { count: 0, mean: 0, m2: 0 })
  await client.query(
    'update signature set ratio_count = $2, ratio_mean = $3, ratio_m2 = $4 where id = $1',
    [id, count, mean, m2],
  )
}
