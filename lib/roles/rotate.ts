import { setTimeout as delay } from 'node:timers/promises'
import type { Pool } from 'pg'
import { commandLineActor } from '#lib/access/person.ts'
import { recordChange } from '#lib/audit/record.ts'
import type { Env } from '#lib/env.ts'
import { UserError } from '#lib/failures.ts'
import { DEAD_AFTER_MS } from '#lib/roles/beat.ts'
import { resealAll } from '#lib/roles/sealed.ts'
import { newSecret, replaceSecrets, secretsIn } from '#lib/secret-file.ts'
import { installationSecrets, nameOf } from '#lib/secrets.ts'
import { inTransaction } from '#lib/transaction.ts'

/** Any number that nothing else locks with. */
const ROTATION_LOCK = 4_160_777
/** Whoever sealed something just before the change is storing it by then. */
const SETTLE_MS = 5_000
const POLL_MS = 100

/**
 * Changes the secret: all that is stored is sealed anew, while roles run. `BELFRY_SECRET` has been changed before, and
 * `BELFRY_SECRET_PREVIOUS` opens what is left; a secret in the data folder is changed here. Ended in the middle it
 * leaves both secrets in force, and is taken up by the next call. Throws a UserError while another one runs.
 */
export async function rotateSecret(
  env: Env,
  pool: Pool,
  say: (line: string) => void,
  settleMs = SETTLE_MS,
): Promise<void> {
  await alone(pool, async () => {
    if (env.secret) await rotateGiven(env, pool, say)
    else await rotateFile(env.dataFolder, pool, say, settleMs)
  })
}

async function rotateGiven({ previousSecret }: Env, pool: Pool, say: (line: string) => void) {
  if (!previousSecret)
    throw new UserError(
      'Nothing to change from: put the new secret into BELFRY_SECRET and the one so far into BELFRY_SECRET_PREVIOUS, restart every role with both, then run this again.',
    )
  await refuseWithoutNewSecret(pool)
  say(`${await reseal(pool)} stored secrets are sealed anew. BELFRY_SECRET_PREVIOUS can go now.`)
}

/** A role that cannot open what is sealed anew would fail at every call. */
async function refuseWithoutNewSecret(pool: Pool) {
  const { rows } = await pool.query<{ role: string; host: string }>(
    `select distinct role, host from beat where beat_at > now() - make_interval(secs => $1)
       and not coalesce(info->'opens' ? $2, false) order by 1, 2`,
    [DEAD_AFTER_MS / 1000, nameOf(installationSecrets()[0])],
  )
  if (rows.length === 0) return
  const list = rows.map(({ role, host }) => `${role} on ${host}`).join(', ')
  throw new UserError(`Running without the new secret: ${list}. Restart with both, then try again.`)
}

/** Roles read the file each time they need it, so they follow by themselves. */
async function rotateFile(
  folder: string,
  pool: Pool,
  say: (line: string) => void,
  settleMs: number,
) {
  const [present, previous] = secretsIn(folder)
  if (previous) say('A change that was broken off is taken up again.')
  else replaceSecrets(folder, [newSecret(), present])
  const count = await reseal(pool)
  await delay(settleMs)
  await writersEnd(pool)
  const late = await reseal(pool)
  replaceSecrets(folder, secretsIn(folder).slice(0, 1))
  say(`${count + late} stored secrets are sealed anew, and the secret before is gone.`)
}

/** Resolves when all transactions have ended that write at this moment. */
async function writersEnd(pool: Pool) {
  const { rows } = await pool.query<{ now: Date }>('select now()')
  while ((await pool.query(WRITERS, [rows[0]?.now])).rows.length > 0) await delay(POLL_MS)
}

const WRITERS = `
  select from pg_stat_activity
  where datname = current_database() and backend_xid is not null and xact_start < $1`

const reseal = (pool: Pool): Promise<number> =>
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

/** Two at once would each make a secret, and one of them would be lost with all that it sealed. */
async function alone(pool: Pool, work: () => Promise<void>): Promise<void> {
  const client = await pool.connect()
  try {
    const { rows } = await client.query<{ isOurs: boolean }>(
      'select pg_try_advisory_lock($1) as "isOurs"',
      [ROTATION_LOCK],
    )
    if (!rows[0]?.isOurs) throw new UserError('The secret is being changed at this moment.')
    await work()
  } finally {
    // The lock goes with the connection.
    client.release(true)
  }
}
