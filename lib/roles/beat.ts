import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { setTimeout as delay } from 'node:timers/promises'
import { db, type Prisma } from '#lib/db/client.ts'
import { log } from '#lib/log.ts'
import type { RoleName } from '#lib/roles/role.ts'

export const BEAT_MS = 5_000
/** A process that has not beaten for this long counts as dead. */
export const DEAD_AFTER_MS = 30_000

/**
 * Tells the database every few seconds that this process lives, and what `info` reports of it,
 * until the signal aborts; then takes its row away.
 */
export async function beat(
  role: RoleName,
  signal: AbortSignal,
  info: () => Prisma.InputJsonObject = () => ({}),
  id: string = randomUUID(),
): Promise<void> {
  while (!signal.aborted) {
    const now = new Date()
    const row = { beatAt: now, info: info() }
    await db()
      .beat.upsert({
        where: { id },
        update: row,
        create: { ...row, id, role, host: hostname(), pid: process.pid, startedAt: now },
      })
      .catch((error: unknown) => log.warn({ err: error }, 'the beat could not be written'))
    await delay(BEAT_MS, undefined, { signal }).catch(() => {})
  }
  await db()
    .beat.deleteMany({ where: { id } })
    .catch(() => {})
}
