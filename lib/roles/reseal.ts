import { setTimeout as delay } from 'node:timers/promises'
import type { Pool } from 'pg'
import { commandLineActor } from '#lib/access/person.ts'
import { recordChange } from '#lib/audit/record.ts'
import { resealAll } from '#lib/roles/sealed.ts'
import { inTransaction } from '#lib/transaction.ts'

const POLL_MS = 100

/** Seals all that is stored with the secret in force, in one transaction; answers how many it were. */
export const reseal = (pool: Pool): Promise<number> =>
  inTransaction(pool, async client => {
    const count = await resealAll(client)
    if (count > 0)
      await recordChange(client, {
        actor: commandLineActor,
        action: 'rotate',
        subject: 'secret',
        subjectId: 'installation',
        change: { sealed: count },
      })
    return count
  })

/** Resolves when all transactions have ended that write at this moment. */
export async function writersEnd(pool: Pool): Promise<void> {
  const { rows } = await pool.query<{ now: Date }>('select now()')
  while ((await pool.query(WRITERS, [rows[0]?.now])).rows.length > 0) await delay(POLL_MS)
}

const WRITERS = `
  select from pg_stat_activity
  where datname = current_database() and backend_xid is not null and xact_start < $1`
