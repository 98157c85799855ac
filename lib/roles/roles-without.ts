import type { Pool } from 'pg'
import { DEAD_AFTER_MS } from '#lib/roles/beat.ts'
import { nameOf } from '#lib/secrets.ts'

/** Roles that run without this secret, as `engine on HOST`: what is sealed with it they could not open. */
export async function rolesWithout(pool: Pool, secret: string): Promise<string[]> {
  const { rows } = await pool.query<{ role: string; host: string }>(
    `select distinct role, host from beat where beat_at > now() - make_interval(secs => $1)
       and not coalesce(info->'opens' ? $2, false) order by 1, 2`,
    [DEAD_AFTER_MS / 1000, nameOf(secret)],
  )
  return rows.map(({ role, host }) => `${role} on ${host}`)
}
