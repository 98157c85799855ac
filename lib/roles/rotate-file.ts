import { setTimeout as delay } from 'node:timers/promises'
import type { Pool } from 'pg'
import { UserError } from '#lib/failures.ts'
import { DEAD_AFTER_MS } from '#lib/roles/beat.ts'
import { reseal, writersEnd } from '#lib/roles/reseal.ts'
import { rolesWithout } from '#lib/roles/roles-without.ts'
import { refuseForeignSecret } from '#lib/roles/sealed.ts'
import { newSecret, replaceSecrets, secretsIn } from '#lib/secret-file.ts'

export interface Waits {
  /** for roles to tell that they have the new secret */
  followMs: number
  /** for whoever has just sealed something to be storing it */
  settleMs: number
}

/** Roles beat every few seconds; one that was killed counts for a while. */
const WAITS: Waits = { followMs: DEAD_AFTER_MS + 10_000, settleMs: 5_000 }
const POLL_MS = 100

/**
 * Changes the secret in the data folder's file. Roles read the file each time they need it, so they follow by themselves;
 * one that does not has its secret from elsewhere, and then everything stays as it was.
 */
export async function rotateFile(
  folder: string,
  pool: Pool,
  say: (line: string) => void,
  { followMs, settleMs }: Waits = WAITS,
): Promise<void> {
  const [present, previous] = secretsIn(folder)
  await refuseForeignSecret(pool)
  if (previous) say('A change that was broken off is taken up again.')
  else replaceSecrets(folder, [newSecret(), present])

  const without = await notFollowing(folder, pool, followMs)
  if (without.length > 0) {
    replaceSecrets(folder, secretsIn(folder).reverse())
    await leaveOne(folder, pool, settleMs)
    throw new UserError(
      `Nothing is changed, since ${without.join(', ')} would not have the new secret: it does not read ${folder}/secret. Give every role the secret as BELFRY_SECRET, and change it there.`,
    )
  }
  const count = await leaveOne(folder, pool, settleMs)
  say(`${count} stored secrets are sealed anew, and the secret before is gone.`)
}

/** Seals everything with the first secret of the file, and takes the other one out. */
async function leaveOne(folder: string, pool: Pool, settleMs: number): Promise<number> {
  const count = await reseal(pool)
  await delay(settleMs)
  await writersEnd(pool)
  const late = await reseal(pool)
  replaceSecrets(folder, secretsIn(folder).slice(0, 1))
  return count + late
}

/** Roles that do not have the file's first secret, after they had time to tell. */
async function notFollowing(folder: string, pool: Pool, followMs: number): Promise<string[]> {
  const until = performance.now() + followMs
  for (;;) {
    const without = await rolesWithout(pool, secretsIn(folder)[0])
    if (without.length === 0 || performance.now() > until) return without
    await delay(POLL_MS)
  }
}
