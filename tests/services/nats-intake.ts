import { openPool } from '#lib/db/client.ts'
import { openClassification } from '#lib/errors/classify/open.ts'
import { openErrorIntake } from '#lib/errors/intake/open.ts'
import { openJetStream } from '#lib/intake/jetstream/open.ts'
import { log } from '#lib/log.ts'
import { openDirectory } from '#lib/projects/directory.ts'
import { letIn, openGate } from '#lib/projects/intake/gate.ts'
import { noEvents, noMetrics, noNotifications } from '#tests/lib/intake/nothing.ts'

/**
 * A writer that is killed with its first message in hand: before it was counted (`taken`), or after the commit and before the servers
 * are told (`counted`).
 */
const [moment] = process.argv.slice(2)
const die = (): never => {
  process.kill(process.pid, 'SIGKILL')
  for (;;);
}

const pool = openPool(process.env.DATABASE_URL ?? '')
const store = openErrorIntake({ pool, openClassification, gate: letIn })
const intake: typeof store = {
  ...store,
  async accept(...given) {
    if (moment === 'taken') die()
    await store.accept(...given)
    return die()
  },
}

openJetStream(process.env.NATS_URL ?? '', {
  ...{ intake, metrics: noMetrics, events: noEvents, notifications: noNotifications },
  ...{ directory: await openDirectory(pool), gate: openGate(), log },
})
