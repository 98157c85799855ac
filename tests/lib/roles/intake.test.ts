import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { openDb } from '#lib/db/client.ts'
import { cutConnections, freshDatabase } from '#tests/database.ts'
import { freePort } from '#tests/flows/product.ts'
import { listenersAt } from '#tests/listeners.ts'
import { until } from '#tests/until.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
let port: number
let intakes: ChildProcess[] = []
beforeAll(async () => {
  database = await freshDatabase()
  port = await freePort()
})
beforeEach(() => database.pool.query('truncate signature, intake_count, intake_seen, beat cascade'))
afterEach(async () => {
  for (const intake of intakes) await killed(intake)
  intakes = []
})
afterAll(() => database.close())

/** A whole intake in a process of its own. */
async function startIntake(): Promise<ChildProcess> {
  const settings = { ...listenersAt('0'), BELFRY_INTAKE_HTTP: String(port) }
  const intake = fork('lib/roles/main.ts', ['intake'], {
    env: { ...process.env, DATABASE_URL: database.url, ...settings },
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  intakes.push(intake)
  await once(intake, 'message')
  return intake
}

async function killed(intake: ChildProcess) {
  if (intake.exitCode !== null || intake.signalCode !== null) return
  intake.kill('SIGKILL')
  await once(intake, 'exit')
}

const BATCHES = 200
const PER_BATCH = 25
const CLIENTS = 8
const TROUBLE_EVERY = 45

/**
 * Clients that send batches, each again under the same key until it is answered as taken; every so many batches one
 * of them makes trouble while the others go on. Answers how often something had to be sent again.
 */
async function sendAll(trouble: () => Promise<unknown>): Promise<number> {
  const batches = Array.from({ length: BATCHES }, (_, i) => i).values()
  let repeats = 0
  let taken = 0
  const client = async () => {
    for (const batch of batches) {
      const body = JSON.stringify(
        Array.from({ length: PER_BATCH }, (_, i) => ({ message: `error of shape ${i % 5}` })),
      )
      const headers = { 'idempotency-key': `batch ${batch}` }
      await until(async () => {
        const answer = await fetch(`http://127.0.0.1:${port}/errors`, {
          ...{ method: 'POST', body, headers },
        }).catch(() => null)
        if (!answer?.ok) repeats++
        return answer?.ok
      })
      if (++taken % TROUBLE_EVERY === 0) await trouble()
    }
  }
  await Promise.all(Array.from({ length: CLIENTS }, client))
  return repeats
}

/** By every table that counts. */
async function totals() {
  // The pool of before may have connections that were cut and not know it yet.
  const { pool, close } = openDb(database.url)
  const { rows } = await pool.query(
    `select (select sum(count)::int from signature) as signatures,
       (select sum(count)::int from error_second) as seconds,
       (select sum(count)::int from error_minute) as minutes,
       (select sum(count)::int from error_hour) as hours,
       (select sum(count)::int from intake_count where reason = 'accepted') as accepted`,
  )
  await close()
  return rows[0]
}

const all = BATCHES * PER_BATCH
const countedOnce = { signatures: all, seconds: all, minutes: all, hours: all, accepted: all }

test('an intake that is killed between taking and commit: what is sent again is counted once', async () => {
  await startIntake()
  const repeats = await sendAll(async () => {
    for (const intake of intakes) await killed(intake)
    await startIntake()
  })
  expect(repeats).toBeGreaterThan(0)
  expect(await totals()).toEqual(countedOnce)
})

test('a database that is away again and again under load: every batch is counted once', async () => {
  await startIntake()
  await sendAll(() => cutConnections(database.url))
  expect(await totals()).toEqual(countedOnce)
})

test('it tells how it is, and is gone from the list when it ends', async () => {
  const intake = await startIntake()
  const beats = () => database.db.beat.findMany({ where: { role: 'intake' } }).catch(() => [])
  const [beat] = await until(async () => {
    const found = await beats()
    return found.length > 0 ? found : null
  })
  expect(beat?.info).toMatchObject({
    ...{ messagesPerSecond: 0, backlog: 0, dropped: 0 },
    http: { port },
    syslog: { port: expect.any(Number) },
  })
  intake.kill('SIGTERM')
  expect(await once(intake, 'exit')).toEqual([0, null])
  expect(await beats()).toEqual([])
})

test('a port that is taken is one clear sentence, and the end', async () => {
  await startIntake()
  const second = fork('lib/roles/main.ts', ['intake'], {
    env: { ...process.env, DATABASE_URL: database.url, BELFRY_INTAKE_HTTP: String(port) },
    execArgv: [],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  let said = ''
  second.stderr?.on('data', data => (said += data))
  expect(await once(second, 'close')).toEqual([1, null])
  expect(said).toBe(`Cannot listen for HTTP on 127.0.0.1:${port}: the port is taken.\n`)
})
