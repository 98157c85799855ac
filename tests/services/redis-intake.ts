import { openPool } from '#lib/db/client.ts'
import { readEnv } from '#lib/env.ts'
import { openClassification } from '#lib/errors/classify/open.ts'
import { openErrorIntake } from '#lib/errors/intake/open.ts'
import { openRedis } from '#lib/intake/redis/listener.ts'
import { log } from '#lib/log.ts'
import { openMetricIntake } from '#lib/metrics/intake/open.ts'
import { openDirectory } from '#lib/projects/directory.ts'
import { openGate } from '#lib/projects/intake/gate.ts'
import { noEvents, noNotifications } from '#tests/lib/intake/nothing.ts'

/**
 * An intake of Redis that is killed in the middle of its first batch: after it was taken from the list (`taken`), or
 * after it was counted and before it is removed (`counted`).
 */
const [moment] = process.argv.slice(2)
const die = (): never => {
  process.kill(process.pid, 'SIGKILL')
  for (;;);
}

const pool = openPool(process.env.DATABASE_URL ?? '')
const intake = openErrorIntake({ pool, openClassification })
const metrics = openMetricIntake({ pool, gate: openGate() })

/** Takes as its like does, until it is killed. */
const mortal = <T extends { accept(...given: never[]): Promise<unknown> }>(like: T): T => ({
  ...like,
  async accept(...given: Parameters<T['accept']>) {
    if (moment === 'taken') die()
    await like.accept(...given)
    return die()
  },
})

const directory = await openDirectory(pool)
await openRedis({
  ...{ env: readEnv(), directory, log },
  intake: mortal(intake),
  metrics: mortal(metrics),
  events: noEvents,
  notifications: noNotifications,
})
