import type { PoolClient } from 'pg'
import { LEVELS } from '#lib/errors/event.ts'
import type { Counts } from '#lib/errors/intake/batch.ts'
import { jsonOf } from '#lib/errors/intake/json.ts'
import type { Sum } from '#lib/errors/intake/record.ts'
import { hostOf, inOrder, levelOf, type Tally } from '#lib/errors/intake/tally.ts'

/** Values of one facet that a signature has at most; a sender could otherwise make any number of them. */
const VALUES_LIMIT = 100
/** A NOTIFY carries less than 8,000 bytes: so many ids of ten digits. */
const IDS_PER_NOTICE = 600

/** PostgreSQL's text form of an array of numbers, which `pg` would make a good deal slower. */
const numbers = (values: readonly number[]) => `{${values.join(',')}}`

/** Locks these and what they are merged into, always in the same order; answers which of them there are. */
export async function lockSignatures(
  client: PoolClient,
  ids: readonly number[],
): Promise<Set<number>> {
  if (ids.length === 0) return new Set()
  const { rows } = await client.query<{ id: number }>(LOCK, [ids])
  return new Set(rows.map(({ id }) => id))
}

const LOCK = `
  select id from signature where id in (
    select unnest($1::int[]) union select root_id from signature where id = any ($1::int[]))
  order by id for no key update`

export async function writeSignatures(client: PoolClient, sums: readonly Sum[]): Promise<void> {
  if (sums.length === 0) return
  const column = (of: (tally: Tally) => number) => numbers(sums.map(({ tally }) => of(tally)))
  await client.query(UPDATE_SIGNATURES, [
    numbers(sums.map(({ signatureId }) => signatureId)),
    column(({ count }) => count),
    column(({ level }) => level),
    column(({ firstAt }) => firstAt),
    column(({ lastAt }) => lastAt),
    column(({ ratios }) => ratios.count),
    column(({ ratios }) => ratios.mean),
    column(({ ratios }) => ratios.m2),
    sums.map(({ template }) => template),
  ])
}

/** Mean and deviation are carried on as in `merged`. */
const UPDATE_SIGNATURES = `
  update signature s set
    count = s.count + f.count, level = least(s.level, f.level), template = coalesce(f.template, s.template),
    first_seen = least(s.first_seen, to_timestamp(f.first_ms / 1000)),
    last_seen = greatest(s.last_seen, to_timestamp(f.last_ms / 1000)),
    ratio_count = s.ratio_count + f.ratios,
    ratio_mean = s.ratio_mean + (f.mean - s.ratio_mean) * coalesce(f.ratios / nullif(s.ratio_count + f.ratios, 0), 0),
    ratio_m2 = s.ratio_m2 + f.m2 + (f.mean - s.ratio_mean) ^ 2
      * coalesce(s.ratio_count * f.ratios / nullif(s.ratio_count + f.ratios, 0), 0)
  from unnest($1::int[], $2::bigint[], $3::smallint[], $4::float8[], $5::float8[], $6::float8[], $7::float8[],
    $8::float8[], $9::text[]) as f(id, count, level, first_ms, last_ms, ratios, mean, m2, template)
  where s.id = f.id`

/** Counts per second, and per minute and hour by host and level. */
export async function writeCounts(client: PoolClient, sums: readonly Sum[]): Promise<void> {
  if (sums.length === 0) return
  const seconds = sums.flatMap(({ signatureId, tally }) =>
    [...tally.seconds].map(([second, n]) => [signatureId, second, n]),
  )
  await client.query(ADD_SECONDS, columns(seconds, 3))

  const cells = sums.flatMap(({ signatureId, tally, hosts }) =>
    [...tally.minutes].flatMap(([minute, of]) =>
      [...of].map(([cell, n]) => [signatureId, minute, hosts.idOf(hostOf(cell)), levelOf(cell), n]),
    ),
  )
  await client.query(ADD_MINUTES, columns(cells, 5))
}

const columns = (rows: readonly number[][], width: number) =>
  Array.from({ length: width }, (_, i) => numbers(rows.map(row => row[i] ?? 0)))

const ADD_SECONDS = `
  insert into error_second as t (signature_id, at, count)
  select id, to_timestamp(second), n from unnest($1::int[], $2::float8[], $3::bigint[]) as f(id, second, n)
  on conflict (signature_id, at) do update set count = t.count + excluded.count`

/** Beyond the limit many hosts are host 0. */
const ADD_MINUTES = `
  with f as (
    select id, minute, host, level, sum(n) as n
    from unnest($1::int[], $2::int[], $3::int[], $4::smallint[], $5::bigint[]) as f(id, minute, host, level, n)
    group by 1, 2, 3, 4),
  minutes as (
    insert into error_minute as t (signature_id, at, host_id, level, count)
    select id, to_timestamp(minute * 60::float8), host, level, n from f
    on conflict (signature_id, at, host_id, level) do update set count = t.count + excluded.count)
  insert into error_hour as t (signature_id, at, host_id, level, count)
  select id, to_timestamp((minute / 60) * 3600::float8), host, level, sum(n) from f group by 1, 2, 3, 4
  on conflict (signature_id, at, host_id, level) do update set count = t.count + excluded.count`

/** Hosts, programs, levels and releases of each signature. */
export async function writeFacets(client: PoolClient, sums: readonly Sum[]): Promise<void> {
  if (sums.length === 0) return
  const rows = sums.flatMap(sum =>
    facetsOf(sum).map(([facet, value, n]) => [sum, facet, value, n] as const),
  )
  await client.query(ADD_FACETS, [
    numbers(rows.map(([{ signatureId }]) => signatureId)),
    rows.map(([, facet]) => facet),
    rows.map(([, , value]) => value),
    numbers(rows.map(([, , , n]) => n)),
    numbers(rows.map(([{ tally }]) => tally.lastAt)),
  ])
}

const ADD_FACETS = `
  insert into error_facet as t (signature_id, facet, value, count, last_seen)
  select id, facet, value, n, to_timestamp(last_ms / 1000)
  from unnest($1::int[], $2::text[], $3::text[], $4::bigint[], $5::float8[]) as f(id, facet, value, n, last_ms)
  where exists (select from error_facet o where o.signature_id = id and o.facet = f.facet and o.value = f.value)
    or (select count(*) from error_facet o where o.signature_id = id and o.facet = f.facet) < ${VALUES_LIMIT}
  on conflict (signature_id, facet, value) do update
    set count = t.count + excluded.count, last_seen = greatest(t.last_seen, excluded.last_seen)`

function facetsOf({ tally, hostName }: Sum): [facet: string, value: string, n: number][] {
  const hosts = new Map<string, number>()
  const levels = new Map<string, number>()
  for (const cells of tally.minutes.values())
    for (const [cell, n] of cells) {
      add(hosts, hostName(hostOf(cell)), n)
      add(levels, LEVELS[levelOf(cell)] ?? '', n)
    }
  const facets = { host: hosts, program: tally.programs, level: levels, release: tally.releases }
  return Object.entries(facets).flatMap(([facet, counts]) =>
    most(counts).map(([value, n]): [string, string, number] => [facet, value, n]),
  )
}

const add = (counts: Map<string, number>, value: string, n: number) =>
  counts.set(value, (counts.get(value) ?? 0) + n)

function most(counts: Map<string, number>): [string, number][] {
  counts.delete('')
  if (counts.size <= VALUES_LIMIT) return [...counts]
  return [...counts].sort(([, a], [, b]) => b - a).slice(0, VALUES_LIMIT)
}

/** What is kept whole. */
export async function writeExamples(client: PoolClient, sums: readonly Sum[]): Promise<void> {
  const rows = sums.flatMap(sum => inOrder(sum.tally).map(example => ({ ...example, sum })))
  if (rows.length === 0) return
  const column = <T>(of: (row: (typeof rows)[number]) => T) => rows.map(of)
  await client.query(INSERT_EXAMPLES, [
    column(({ sum }) => sum.signatureId),
    column(({ sum }) => sum.projectId),
    column(({ event }) => new Date(event.at)),
    column(({ input }) => input),
    column(({ event }) => event.level),
    column(({ event }) => event.host),
    column(({ event }) => event.program),
    column(({ event }) => event.message),
    column(({ event }) => event.release ?? null),
    column(({ event }) => event.environment ?? null),
    column(({ event }) => event.traceId ?? null),
    column(({ event }) => event.uid ?? null),
    column(({ verdict }) => verdict.by),
    column(({ verdict }) => verdict.ratio),
    column(({ verdict }) => verdict.matched.toWellFormed()),
    column(({ event: { details, exceptions, fingerprint } }) =>
      jsonOf({ ...details, exceptions, fingerprint }),
    ),
  ])
}

const INSERT_EXAMPLES = `
  insert into error_event (signature_id, project_id, at, input, level, host, program, message, release,
    environment, trace_id, uid, classifier, ratio, matched, details)
  select * from unnest($1::int[], $2::int[], $3::timestamptz[], $4::text[], $5::smallint[], $6::text[], $7::text[],
    $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[], $14::float8[], $15::text[], $16::jsonb[])`

/** What came in, by the minute. */
export async function writeIntake(client: PoolClient, counts: Counts): Promise<void> {
  const rows = [...counts].flatMap(([projectId, inputs]) =>
    [...inputs].flatMap(([input, outcomes]) =>
      [...outcomes].map(([outcome, n]) => [projectId, input, outcome, n] as const),
    ),
  )
  if (rows.length === 0) return
  await client.query(ADD_INTAKE, [
    rows.map(([projectId]) => projectId),
    rows.map(([, input]) => input),
    rows.map(([, , outcome]) => outcome),
    rows.map(([, , , n]) => n),
  ])
}

/** A project that was deleted meanwhile has no counts any more. */
const ADD_INTAKE = `
  insert into intake_count as t (minute, project_id, input, reason, count)
  select date_trunc('minute', now()), f.* from unnest($1::int[], $2::text[], $3::text[], $4::bigint[])
    as f(project_id, input, reason, n)
  where exists (select from project where id = project_id) order by 2, 3, 4
  on conflict (minute, project_id, input, reason) do update set count = t.count + excluded.count`

/** Tells every process which signatures have changed. */
export async function tellSignatures(client: PoolClient, sums: readonly Sum[]): Promise<void> {
  const ids = sums.map(({ signatureId }) => signatureId)
  const notices = []
  for (let i = 0; i < ids.length; i += IDS_PER_NOTICE)
    notices.push(JSON.stringify(ids.slice(i, i + IDS_PER_NOTICE)))
  if (notices.length > 0)
    await client.query(`select pg_notify('belfry_errors', ids) from unnest($1::text[]) as ids`, [
      notices,
    ])
}
