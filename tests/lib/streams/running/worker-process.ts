import { openPool } from '#lib/db/client.ts'
import { openWorker } from '#tests/lib/streams/running/world.ts'

/** An engine's worker as a process of its own, which runs until it is killed. */
const pool = openPool(process.env.DATABASE_URL ?? '')
const { engineId } = openWorker(pool)
process.stdout.write(`${engineId}\n`)
