import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { deliverTask } from '#lib/alerting/deliver.ts'
import { openPool, pool } from '#lib/db/client.ts'
import { defineSource } from '#lib/plugin.ts'
import { ownSources } from '#lib/registry.ts'
import { openQueue } from '#lib/roles/queue.ts'
import { openRunner, RUNS_AT_ONCE } from '#lib/runs/runner.ts'
import { openSandbox } from '#lib/sandbox/pool.ts'
import { openBroker } from '#lib/sources/broker.ts'

/**
 * The engine's path of a run, as its role composes it, with one source more that answers at once: so that what
 * is measured is the way through broker and sandbox and not another server.
 */
ownSources.push(
  defineSource({
    id: 'numbers',
    label: 'Numbers',
    description: 'Answers at once.',
    config: z.object({}),
    methods: method => ({
      get: method({
        description: 'A number.',
        args: [z.string()],
        returns: z.number(),
        call: async () => 41,
      }),
    }),
    check: async () => {},
  }),
)

const url = process.env.DATABASE_URL ?? ''
const { signal } = new AbortController()
const deliver = deliverTask({ pool: pool(), url: 'http://localhost', signal })
const runner = openRunner({
  ...{ pool: pool(), wake: deliver.wake },
  engineId: randomUUID(),
  sandbox: await openSandbox({ broker: openBroker() }),
})
const queue = openQueue(openPool(url))
queue.work({
  tasks: { run: payload => runner.work((payload as { runIds: string[] }).runIds) },
  concurrency: RUNS_AT_ONCE,
})
queue.work({ tasks: { deliver }, concurrency: 1 })
process.on('disconnect', () => process.exit(0))
process.send?.('ready')
