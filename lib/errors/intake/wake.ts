import type { PoolClient } from 'pg'
import type { Sum } from '#lib/errors/intake/record.ts'
import { numbers } from '#lib/errors/intake/writes/arrays.ts'
import { SLICES } from '#lib/errors/slices.ts'

/**
 * Opens again what was thought to be over, after its counts are written: a resolved signature has regressed with its
 * next event, a muted one is open when its time has passed or when it comes too often. What is merged into another
 * wakes that one.
 */
export async function wake(
  client: PoolClient,
  projectId: number,
  sums: readonly Sum[],
): Promise<void> {
  await client.query(WAKE, [
    projectId,
    numbers(sums.map(({ signatureId }) => signatureId)),
    sums.map(({ tally }) => tally.lastRelease ?? null),
    numbers(sums.map(({ tally }) => Math.floor(tally.lastAt / 1000))),
    SLICES,
  ])
}

const counted = (table: string) => `
  (select sum(c.count) from signature m join ${table} c on c.signature_id = m.id and c.project_id = m.project_id
   where m.project_id = $1 and m.root_id = r.id and c.at >= to_timestamp(floor(f.second / length) * length))`

const WAKE = `
  update signature r set state = 'open', muted_until = null, muted_above = null,
    regressed_at = case r.state when 'resolved' then now() else r.regressed_at end,
    regressed_release = case r.state when 'resolved' then f.release else r.regressed_release end
  from unnest($2::int[], $3::text[], $4::float8[]) f(id, release, second)
    join signature s on s.id = f.id and s.project_id = $1
    join signature root on root.id = s.root_id and root.project_id = $1
    cross join lateral (select ($5::jsonb ->> (root.muted_above ->> 'slice'))::int as length) slice
  where r.project_id = $1 and r.id = root.id and (r.state = 'resolved' or r.state = 'muted' and (r.muted_until <= now() or
    case when length < ${SLICES.minute} then ${counted('error_second')} else ${counted('error_minute')} end
      > (r.muted_above ->> 'count')::bigint))`
