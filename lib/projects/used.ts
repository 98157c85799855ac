import type { Pool } from 'pg'

/** Notes that these keys were used now. */
export async function writeUsed(pool: Pool, keyIds: readonly number[]): Promise<void> {
  await pool.query(WRITE, [keyIds])
}

/** Another process that writes the same key at this moment writes the same time. */
const WRITE = `
  update project_key set last_used_at = now() where id in (
    select id from project_key where id = any ($1::int[]) order by id for update skip locked)`
