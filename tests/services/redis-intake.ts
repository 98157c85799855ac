import { openPool } from '#lib/db/client.ts'
import { readEnv } from '#lib/env.ts'
import { openClassification } from '#lib/errors/classify/open.ts'
import type { ErrorIntake } from '#lib/errors/contract.ts'
import { openErrorIntake } from '#lib/errors/intake/open.ts'
import { openRedis } from '#lib/intake/redis/listener.ts'
import { log } from '#lib/log.ts'
import { openDirectory } from '#lib/projects/directory.ts'
import { noMetrics } from '#tests/lib/intake/nothing.ts'

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
const mortal: ErrorIntake = {
  ...intake,
  async accept(...given) {
    if (moment === 'taken') die()
    await intake.accept(...given)
    return die()
  },
}
const directory = await openDirectory(pool)
await openRedis({ env: readEnv(), intake: mortal, metrics: noMetrics, directory, log })
