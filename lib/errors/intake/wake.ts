import type { PoolClient } from 'pg'
import type { Sum } from '#lib/errors/intake/record.ts'

/**
 * Opens again what was thought to be over: a resolved signature has regressed with its next event, a muted one is
 * open when its time has passed. What is merged into another wakes that one.
 */
export async function wake(client: PoolClient, sums: readonly Sum[]): Promise<void> {
  await client.query(WAKE, [
    sums.map(({ signatureId }) => signatureId),
    sums.map(({ tally }) => tally.lastRelease ?? null),
  ])
}

const WAKE = `
  update signature r set state = 'open', muted_until = null, muted_above = null,
    regressed_at = case r.state when 'resolved' then now() else r.regressed_at end,
    regressed_release = case r.state when 'resolved' then f.release else r.regressed_release end
  from unnest($1::int[], $2::text[]) f(id, release) join signature s on s.id = f.id
  where r.id = s.root_id
    and (r.state = 'resolved' or (r.state = 'muted' and r.muted_until <= now()))`
