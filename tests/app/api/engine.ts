import { db } from '#lib/db/client.ts'
import { readEnv } from '#lib/env.ts'
import { engine } from '#lib/roles/engine.ts'
import { until } from '#tests/until.ts'

/** The real engine, in this process, on this file's database. Stop it before the database is closed. */
export async function startEngine(): Promise<{ stop(): Promise<void> }> {
  const stopping = new AbortController()
  const ended = engine({ env: readEnv(), signal: stopping.signal, ready: () => {} })
  await Promise.race([until(async () => (await db().beat.count()) > 0), ended])
  return {
    async stop() {
      stopping.abort()
      await ended
    },
  }
}
