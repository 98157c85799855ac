import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { createAlert } from '#lib/alerting/mutations.ts'
import { readHeartbeat } from '#lib/health/heartbeat/data.ts'
import { setHeartbeat } from '#lib/health/heartbeat/mutations.ts'
import { ada, byAda } from '#tests/actor.ts'
import { freshDatabase } from '#tests/database.ts'
import { until } from '#tests/until.ts'

/** Several beats long. Silence may also be a machine that is busy, so it is looked for until it is there. */
const SILENCE_MS = 2_500

let database: Awaited<ReturnType<typeof freshDatabase>>
let engine: ChildProcess | undefined
let calls = 0
const service = createServer((_, response) => {
  calls++
  response.end('OK')
})
let url: string
beforeAll(async () => {
  database = await freshDatabase()
  service.listen(0, '127.0.0.1')
  await once(service, 'listening')
  url = `http://127.0.0.1:${(service.address() as AddressInfo).port}/ping`
})
beforeEach(() => database.pool.query('truncate monitor, alert, beat cascade'))
afterEach(() => killEngine())
afterAll(async () => {
  service.closeAllConnections()
  service.close()
  await database.close()
})

async function startEngine(heartbeat: string) {
  engine = fork('lib/roles/main.ts', ['engine'], {
    env: { ...process.env, DATABASE_URL: database.url, BELFRY_HEARTBEAT_URL: heartbeat },
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  await once(engine, 'message')
}

async function killEngine() {
  if (!engine || engine.exitCode !== null || engine.signalCode !== null) return
  engine.kill('SIGKILL')
  await once(engine, 'exit')
}

async function beatEverySecond() {
  const { count } = await database.db.monitor.updateMany({ data: { schedule: '* * * * * *' } })
  expect(count).toBe(1)
  await database.db.$executeRaw`select pg_notify('belfry_config', 'monitor:1')`
}

async function beatsAgain() {
  const before = calls
  await until(() => calls > before + 1)
}

async function silence() {
  await until(async () => {
    const before = calls
    await delay(SILENCE_MS)
    return calls === before
  })
}

test('beats by the whole way of an alarm: a queue that is stuck silences it, and a script that fails', async () => {
  await startEngine(url)
  await beatEverySecond()
  await beatsAgain()

  const stuck = await database.pool.connect()
  await stuck.query('begin')
  await stuck.query('lock table graphile_worker._private_jobs in exclusive mode')
  await silence()
  await stuck.query('rollback')
  stuck.release()
  await beatsAgain()

  await database.pool.query(`update monitor set script = 'fail("not well")', version = version + 1`)
  await silence()
  await database.pool.query(`update monitor set script = 'return 1', version = version + 1`)
  await beatsAgain()
  expect(await readHeartbeat()).toMatchObject({ isOn: true, lastAt: expect.any(Date) })

  await killEngine()
  await startEngine('off')
  expect(await database.db.monitor.count()).toBe(0)
  expect(await readHeartbeat()).toBeNull()
})

test('is the alert and the monitor that it is, and changed as them', async () => {
  await setHeartbeat(url, ada)
  expect(await readHeartbeat()).toMatchObject({
    ...{ isOn: true, lastAt: null, error: null },
    monitor: { name: 'Belfry: heartbeat', active: true },
  })
  expect(await database.db.alert.findFirst()).toMatchObject({ type: 'heartbeat', states: ['OK'] })

  await database.db.monitor.updateMany({ data: { name: 'Ours', alerts: ['heartbeat', 'x'] } })
  await setHeartbeat(`${url}/2`, ada)
  expect(await database.db.monitor.count()).toBe(1)
  await setHeartbeat(null, ada)
  expect(await database.db.monitor.findMany()).toMatchObject([{ name: 'Ours' }])
})

test('does not take the place of an alert of another kind', async () => {
  await createAlert({ key: 'heartbeat', type: 'webhook', config: { url } }, byAda)
  await expect(setHeartbeat(url, ada)).rejects.toThrow('of another kind')
  expect(await database.db.monitor.count()).toBe(0)
})
