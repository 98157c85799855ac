import type { PoolClient } from 'pg'
import { LEVELS } from '#lib/errors/event.ts'
import type { Sum } from '#lib/errors/intake/record.ts'
import { hostOf, levelOf } from '#lib/errors/intake/tally.ts'
import { numbers } from '#lib/errors/intake/writes/arrays.ts'

/** Values of one facet that a signature has at most; a sender could otherwise make any number of them. */
const VALUES_LIMIT = 100

/** Hosts, programs, levels and releases of each signature. */
export async function writeFacets(
  client: PoolClient,
  projectId: number,
  sums: readonly Sum[],
): Promise<void> {
  const rows = sums.flatMap(sum =>
    facetsOf(sum).map(([facet, value, n]) => [sum, facet, value, n] as const),
  )
  await client.query(ADD_FACETS, [
    projectId,
    numbers(rows.map(([{ signatureId }]) => signatureId)),
    rows.map(([, facet]) => facet),
    rows.map(([, , value]) => value),
    numbers(rows.map(([, , , n]) => n)),
    numbers(rows.map(([{ tally }]) => tally.lastAt)),
  ])
}

const ADD_FACETS = {
  name: 'intake: add facets',
  text: `
  insert into error_facet as t (project_id, signature_id, facet, value, count, last_seen)
  select $1, id, facet, value, n, to_timestamp(last_ms / 1000)
  from unnest($2::int[], $3::text[], $4::text[], $5::bigint[], $6::float8[]) as f(id, facet, value, n, last_ms)
  where exists (select from error_facet o
      where o.project_id = $1 and o.signature_id = id and o.facet = f.facet and o.value = f.value)
    or (select count(*) from error_facet o where o.project_id = $1 and o.signature_id = id and o.facet = f.facet) < ${VALUES_LIMIT}
  on conflict (signature_id, facet, value, project_id) do update
    set count = t.count + excluded.count, last_seen = greatest(t.last_seen, excluded.last_seen)`,
}

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
