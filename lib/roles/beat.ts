import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { setTimeout as delay } from 'node:timers/promises'
import { type Prisma, pool } from '#lib/db/client.ts'
import { readEnv } from '#lib/env.ts'
import { log } from '#lib/log.ts'
import { openMachine } from '#lib/roles/machine.ts'
import type { RoleName } from '#lib/roles/role.ts'
import { installationSecrets, nameOf } from '#lib/secrets.ts'

export const BEAT_MS = 5_000
/** A process that has not beaten for this long counts as dead: longer than one may stand still under load. */
export const DEAD_AFTER_MS = 15_000

/**
 * Tells the database every few seconds that this process lives, which secrets it has, and what `info` reports of it,
 * until the signal aborts; then takes its row away. Times are the database's: the clocks of several
 * machines differ.
 */
export async function beat(
  role: RoleName,
  signal: AbortSignal,
  info: () => Prisma.InputJsonObject = () => ({}),
  id: string = randomUUID(),
): Promise<void> {
  const machine = openMachine(readEnv().dataFolder)
  while (!signal.aborted) {
    const opens = installationSecrets().map(nameOf)
    const told = { ...info(), opens, ...machine() }
    const row = [id, role, hostname(), process.pid, JSON.stringify(told)]
    await pool()
      .query(BEAT, row)
      .catch((error: unknown) => log.warn({ err: error }, 'the beat could not be written'))
    await delay(BEAT_MS, undefined, { signal }).catch(() => {})
  }
  await pool()
    .query('delete from beat where id = $1', [id])
    .catch(() => {})
}

const BEAT = `
  insert into beat (id, role, host, pid, info) values ($1, $2, $3, $4, $5)
  on conflict (id) do update set beat_at = now(), info = excluded.info`
