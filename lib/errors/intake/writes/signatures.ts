import type { PoolClient } from 'pg'
import type { Sum } from '#lib/errors/intake/record.ts'
import type { Tally } from '#lib/errors/intake/tally.ts'
import { numbers } from '#lib/errors/intake/writes/arrays.ts'

/** Locks these of a project and what they are merged into, always in the same order; answers the states of those that there are. */
export async function lockSignatures(
  client: PoolClient,
  projectId: number,
  ids: readonly number[],
): Promise<Map<number, State>> {
  if (ids.length === 0) return new Map()
  const { rows } = await client.query<{ id: number; state: State }>(LOCK, [projectId, ids])
  return new Map(rows.map(({ id, state }) => [id, state]))
}

export type State = 'open' | 'resolved' | 'muted'

const LOCK = {
  name: 'intake: lock signatures',
  text: `
  select id, state::text from signature where project_id = $1 and id in (
    select unnest($2::int[]) union select root_id from signature where project_id = $1 and id = any ($2::int[]))
  order by id for no key update`,
}

export async function writeSignatures(
  client: PoolClient,
  projectId: number,
  sums: readonly Sum[],
): Promise<void> {
  const column = (of: (tally: Tally) => number) => numbers(sums.map(({ tally }) => of(tally)))
  await client.query(UPDATE_SIGNATURES, [
    projectId,
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
const UPDATE_SIGNATURES = {
  name: 'intake: update signatures',
  text: `
  update signature s set
    count = s.count + f.count, level = least(s.level, f.level), template = coalesce(f.template, s.template),
    first_seen = least(s.first_seen, to_timestamp(f.first_ms / 1000)),
    last_seen = greatest(s.last_seen, to_timestamp(f.last_ms / 1000)),
    ratio_count = s.ratio_count + f.ratios,
    ratio_mean = s.ratio_mean + (f.mean - s.ratio_mean) * coalesce(f.ratios / nullif(s.ratio_count + f.ratios, 0), 0),
    ratio_m2 = s.ratio_m2 + f.m2 + (f.mean - s.ratio_mean) ^ 2
      * coalesce(s.ratio_count * f.ratios / nullif(s.ratio_count + f.ratios, 0), 0)
  from unnest($2::int[], $3::bigint[], $4::smallint[], $5::float8[], $6::float8[], $7::float8[], $8::float8[],
    $9::float8[], $10::text[]) as f(id, count, level, first_ms, last_ms, ratios, mean, m2, template)
  where s.project_id = $1 and s.id = f.id`,
}
