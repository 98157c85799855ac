import { setTimeout as delay } from 'node:timers/promises'
import { openSandbox } from '#lib/sandbox/pool.ts'
import { job } from '#tests/lib/sandbox/fixture.ts'

/** An engine that a test may pause or kill: tells its runners' ids once 20 runs go, and their states in the end. */
let asked = 0
const sandbox = await openSandbox({
  broker: {
    async call() {
      if (++asked === 20) process.send?.(sandbox.stats().processes)
      await delay(400)
      return 1
    },
  },
  processes: 2,
})
const script = 'await sources.test.slow(); return 1'
const runs = Array.from({ length: 20 }, () => sandbox.run(job(script, { timeoutMs: 6_000 })))
const outcomes = await Promise.all(runs)
process.send?.(outcomes.map(({ state }) => state))
await sandbox.close()
process.disconnect()
