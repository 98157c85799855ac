import type { Pool } from 'pg'
import type { Env } from '#lib/env.ts'
import { UserError } from '#lib/failures.ts'
import { reseal } from '#lib/roles/reseal.ts'
import { rolesWithout } from '#lib/roles/roles-without.ts'
import { rotateFile, type Waits } from '#lib/roles/rotate-file.ts'
import { refuseForeignSecret } from '#lib/roles/sealed.ts'
import { installationSecrets } from '#lib/secrets.ts'
import { inSession } from '#lib/transaction.ts'

/** Any number that nothing else locks with. */
const ROTATION_LOCK = 4_160_777

/**
 * Changes the secret: all that is stored is sealed anew, while roles run. `BELFRY_SECRET` has been changed before, and
 * `BELFRY_SECRET_PREVIOUS` opens what is left; a secret in the data folder is changed here. Ended in the middle it
 * leaves both secrets in force, and is taken up by the next call. Throws a UserError while another one runs, and for
 * a role that would be left without the new secret.
 */
export async function rotateSecret(
  env: Env,
  pool: Pool,
  say: (line: string) => void,
  waits?: Waits,
): Promise<void> {
  await alone(pool, async () => {
    if (env.secret) await rotateGiven(env, pool, say)
    else await rotateFile(env.dataFolder, pool, say, waits)
  })
}

async function rotateGiven({ previousSecret }: Env, pool: Pool, say: (line: string) => void) {
  if (!previousSecret)
    throw new UserError(
      'Nothing to change from: put the new secret into BELFRY_SECRET and the one so far into BELFRY_SECRET_PREVIOUS, restart every role with both, then run this again.',
    )
  await refuseForeignSecret(pool)
  const without = await rolesWithout(pool, installationSecrets()[0])
  if (without.length > 0)
    throw new UserError(
      `Running without the new secret: ${without.join(', ')}. Restart with both, then try again.`,
    )
  say(`${await reseal(pool)} stored secrets are sealed anew. BELFRY_SECRET_PREVIOUS can go now.`)
}

/** Two at once would each make a secret, and one of them would be lost with all that it sealed. */
const alone = (pool: Pool, work: () => Promise<void>): Promise<void> =>
  inSession(pool, async client => {
    const { rows } = await client.query<{ isOurs: boolean }>(
      'select pg_try_advisory_lock($1) as "isOurs"',
      [ROTATION_LOCK],
    )
    if (!rows[0]?.isOurs) throw new UserError('The secret is being changed at this moment.')
    await work()
  })
