import { everything } from '#lib/access/reach.ts'
import type { Outcome } from '#lib/sandbox/contract.ts'
import { openSandbox } from '#lib/sandbox/pool.ts'
import { openBroker } from '#lib/sources/broker.ts'

/** Scripts in the real sandbox that ask one of Belfry's own sources. */
export async function openScripts() {
  const broker = openBroker({
    load: async () => [],
    watch: async () => {},
    writeHealth: async () => {},
  })
  const sandbox = await openSandbox({ broker, processes: 1 })
  return {
    /** Prints what an expression on the source, like `count('')`, answers; `before` are lines that stand before it. */
    run: (source: string, expression: string, before = ''): Promise<Outcome> =>
      sandbox.run({
        script: `${before}\nconsole.log(JSON.stringify(await sources.${source}.${expression}))`,
        ...{ sources: [source], reach: everything, timeoutMs: 60_000 },
        monitor: { id: null, name: 'test', tags: [] },
        now: new Date(),
        previous: { state: 'INACTIVE', value: null, at: null },
      }),
    async close() {
      await sandbox.close()
      await broker.close()
    },
  }
}

/** What was printed; throws what the script ended with when that is not OK. */
export function answerIn({ state, message, output }: Outcome): unknown {
  if (state !== 'OK') throw new Error(message)
  return JSON.parse(output)
}
