import { afterAll, beforeAll, expect, test } from 'vitest'
import { everything } from '#lib/access/reach.ts'
import { exampleMonitors } from '#lib/monitors/examples.ts'
import type { MonitorInput } from '#lib/monitors/schema.ts'
import type { Plain } from '#lib/plugin.ts'
import { openSandbox, type Sandbox } from '#lib/sandbox/pool.ts'
import { openBroker } from '#lib/sources/broker.ts'
import { freshDatabase } from '#tests/database.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.close())

const run = (sandbox: Sandbox, { name, script, timeoutMs, tags }: MonitorInput) =>
  sandbox.run({
    script,
    timeoutMs,
    monitor: { id: null, name, tags },
    now: new Date(),
    previous: { state: 'INACTIVE', value: null, at: null },
    sources: null,
    reach: everything,
  })

test('the example that is active is OK on an installation with nothing in it', async () => {
  const broker = openBroker()
  const sandbox = await openSandbox({ broker, processes: 1 })
  const active = exampleMonitors.filter(monitor => monitor.active)
  const outcomes = await Promise.all(active.map(monitor => run(sandbox, monitor)))
  await sandbox.close()
  await broker.close()
  expect(outcomes).toMatchObject([{ state: 'OK', value: 0, series: { median: 0, waiting: 0 } }])
})

const certificateDaysLeft = 40
const healthy: Record<string, Plain> = {
  'graphite.getSum("sumSeries(stats_counts.response.*)")': 1000,
  'graphite.getSum("stats_counts.response.500")': 1,
  'shop.value': 3,
  'http.get': { status: 200, headers: {}, text: '', timeMs: 20, certificateDaysLeft },
  'prometheus.value': 60,
}

test('the paused examples are right once their source is there', async () => {
  const sandbox = await openSandbox({
    processes: 1,
    broker: {
      call: async ({ source, method, args: [first] }) =>
        healthy[`${source}.${method}(${JSON.stringify(first)})`] ??
        healthy[`${source}.${method}`] ??
        null,
    },
  })
  const paused = exampleMonitors.filter(monitor => !monitor.active)
  const outcomes = await Promise.all(paused.map(monitor => run(sandbox, monitor)))
  await sandbox.close()
  expect(outcomes.map(({ state, value }) => [state, value])).toEqual([
    ['OK', 0.1],
    ['OK', 3],
    ['OK', 20],
    ['OK', 60],
  ])
})
