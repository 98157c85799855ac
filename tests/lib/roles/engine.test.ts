import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { createAlert } from '#lib/alerting/mutations.ts'
import { byAda } from '#tests/actor.ts'
import { cutConnections, freshDatabase } from '#tests/database.ts'
import { startReceiver } from '#tests/lib/alerting/world.ts'
import { newMonitor } from '#tests/lib/runs/world.ts'
import { until } from '#tests/until.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
let engines: ChildProcess[] = []
beforeAll(async () => {
  database = await freshDatabase()
})
beforeEach(() => database.pool.query('truncate monitor, beat cascade'))
afterEach(async () => {
  for (const engine of engines) await killed(engine)
  engines = []
})
afterAll(() => database.close())

/** A whole engine, with its sandbox, in a process of its own. */
async function startEngine(): Promise<ChildProcess> {
  const engine = fork('lib/roles/main.ts', ['engine'], {
    env: { ...process.env, DATABASE_URL: database.url },
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  engines.push(engine)
  await once(engine, 'message')
  return engine
}

async function killed(engine: ChildProcess) {
  if (engine.exitCode !== null || engine.signalCode !== null) return
  engine.kill('SIGKILL')
  await once(engine, 'exit')
}

const everySecond = (rest: object = {}) =>
  newMonitor(database.db, { schedule: '* * * * * *', scheduledFrom: new Date(), ...rest })
const changed = (id: number) =>
  database.db.$executeRaw`select pg_notify('belfry_config', ${`monitor:${id}`})`
/** Runs in a state of the queue; null while the connection is being replaced. */
const count = (where: object) => database.db.run.count({ where }).catch(() => null)
const atLeast = (least: number, where: object) =>
  until(async () => ((await count(where)) ?? 0) >= least)

/** A run of a monitor whose script takes a minute, started by the engine. */
async function longRun() {
  const { id } = await everySecond({ script: 'await sleep(60_000)', timeoutMs: 120_000 })
  await changed(id)
  await atLeast(1, { monitorId: id, status: 'running' })
  return database.db.run.findFirstOrThrow({ where: { monitorId: id, status: 'running' } })
}

test('runs a new monitor on its schedule, without a second missing', async () => {
  await startEngine()
  const { id } = await everySecond({ script: 'return now.getTime() / 1000 % 60' })
  await changed(id)
  await atLeast(4, { monitorId: id, status: 'done' })

  // A slow machine may skip one, which then says so.
  const runs = await database.db.run.findMany({ orderBy: { plannedAt: 'asc' } })
  const seconds = runs.map(run => run.plannedAt.getTime() / 1000)
  expect(seconds).toEqual(seconds.map((_, i) => (seconds[0] ?? 0) + i))
  for (const run of runs.filter(({ status }) => status === 'done'))
    expect(run).toMatchObject({ state: 'OK', value: (run.plannedAt.getTime() / 1000) % 60 })
  expect(await database.db.monitor.findFirst()).toMatchObject({ state: 'OK' })
})

test('two engines run each planned time once', async () => {
  await Promise.all([startEngine(), startEngine()])
  const monitors = await Promise.all([1, 2, 3].map(() => everySecond()))
  await changed(monitors[0]?.id ?? 0)
  await atLeast(9, { status: 'done' })
  expect(await count({ attempts: { gt: 1 } })).toBe(0)
})

test('goes on after the database cut all its connections', async () => {
  await startEngine()
  const { id } = await everySecond()
  await changed(id)
  await atLeast(1, { monitorId: id, status: 'done' })
  await cutConnections(database.url)
  const before = (await until(() => count({ status: 'done' }))) ?? 0
  await atLeast(before + 3, { status: 'done' })
  expect(engines[0]?.exitCode).toBeNull()
})

test('stops within its time and gives back what does not end in time', async () => {
  const engine = await startEngine()
  const { id } = await longRun()
  engine.kill('SIGTERM')
  const [code] = await once(engine, 'exit')

  // A process that takes longer than its 8 s ends itself with 1.
  expect(code).toBe(0)
  expect(await database.db.run.findUnique({ where: { id } })).toMatchObject({ status: 'queued' })
  expect(await database.db.beat.count()).toBe(0)
})

test('what was under way in an engine that was killed is run by the next one', async () => {
  const engine = await startEngine()
  const lost = await longRun()
  await killed(engine)
  await database.db.monitor.update({
    where: { id: lost.monitorId },
    data: { script: 'return 1', version: 2, active: true },
  })
  // The dead engine's last beat is half a minute old by now.
  await database.pool.query(`update beat set beat_at = beat_at - interval '31 s'`)

  await startEngine()
  await atLeast(1, { id: lost.id, status: 'done' })
  expect(await database.db.run.findUnique({ where: { id: lost.id } })).toMatchObject({
    state: 'OK',
    attempts: 2,
    version: 2,
  })
})

test('counts failed scripts and alerts that were given up among Belfry’s own errors', async () => {
  const { url, close } = await startReceiver((_, response) => response.writeHead(404).end())
  await createAlert({ key: 'gone', type: 'webhook', config: { url } }, byAda)
  await startEngine()
  const { id, name } = await everySecond({ script: 'throw new Error("by chance")' })
  await changed(id)

  const told = await until(async () => {
    const signatures = await database.db.signature.findMany({ where: { projectId: 2 } })
    return signatures.length >= 2 ? signatures : null
  })
  expect(told.map(({ firstMessage }) => firstMessage).sort()).toEqual([
    expect.stringMatching(`An alert that ${name} went from .* to ERROR was given up: .*404`),
    expect.stringMatching(`The script of ${name} failed \\(exception\\): .*by chance`),
  ])
  await close()
})
