import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { recoverLost, unlockDeadJobs } from '#lib/runs/lost.ts'
import { requeueStranded } from '#lib/runs/stranded.ts'
import { freshDatabase } from '#tests/database.ts'
import { anEngine, anotherEngine, newMonitor, telling } from '#tests/lib/runs/world.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
beforeAll(async () => {
  database = await freshDatabase()
})
beforeEach(() =>
  database.pool.query('truncate monitor, beat cascade; delete from graphile_worker._private_jobs'),
)
afterAll(() => database.close())

const DEAD_AFTER_MS = 30_000
const ago = (seconds: number) => new Date(Date.now() - seconds * 1000)
const recover = (held: string[] = []) =>
  recoverLost(telling(database.pool), anEngine, held, DEAD_AFTER_MS, new Date())
const jobs = async () =>
  (await database.pool.query('select locked_by from graphile_worker._private_jobs')).rows

async function running(rest: { claimedBy?: string; attempts?: number; seconds?: number } = {}) {
  const { claimedBy = anotherEngine, attempts = 1, seconds = 5 } = rest
  const { id: monitorId } = await newMonitor(database.db, { state: 'OK' })
  const startedAt = ago(seconds)
  return database.db.run.create({
    data: { monitorId, plannedAt: startedAt, startedAt, status: 'running', claimedBy, attempts },
  })
}
const beatOf = (id: string, seconds: number, info: object = {}) =>
  database.db.beat.create({
    data: { id, role: 'engine', host: 'h', pid: 1, beatAt: ago(seconds), info },
  })
const now = (id: bigint) => database.db.run.findUniqueOrThrow({ where: { id } })

test.each([
  ['silent for too long', 31],
  ['gone', null],
])('a run of an engine that is %s is queued again', async (_, seconds) => {
  const { id } = await running()
  if (seconds) await beatOf(anotherEngine, seconds)
  expect(await recover()).toBe(1)
  expect(await now(id)).toMatchObject({ status: 'queued', claimedBy: null, startedAt: null })
  expect(await jobs()).toHaveLength(1)
})

test('a run of a living engine is left alone, however long it takes', async () => {
  const { id } = await running({ seconds: 300 })
  await beatOf(anotherEngine, 5)
  expect(await recover()).toBe(0)
  expect(await now(id)).toMatchObject({ status: 'running' })
})

test('a run that died with its second engine is an ERROR, which counts', async () => {
  const { id, monitorId } = await running({ attempts: 2 })
  await recover()
  expect(await now(id)).toMatchObject({
    status: 'done',
    state: 'ERROR',
    reason: 'runner lost',
    message: 'It was under way in 2 engines that died.',
  })
  const monitor = await database.db.monitor.findUnique({ where: { id: monitorId } })
  expect(monitor).toMatchObject({ state: 'ERROR' })
})

test('a run that its own engine does not know of is queued again', async () => {
  const [unknown, held, young] = [
    await running({ claimedBy: anEngine, seconds: 60 }),
    await running({ claimedBy: anEngine, seconds: 60 }),
    await running({ claimedBy: anEngine, seconds: 1 }),
  ]
  expect(await recover([String(held.id)])).toBe(1)
  expect(await now(unknown.id)).toMatchObject({ status: 'queued' })
  expect(await now(held.id)).toMatchObject({ status: 'running' })
  expect(await now(young.id)).toMatchObject({ status: 'running' })
})

test('jobs of dead pools are free again, those of living ones are not', async () => {
  await beatOf(anotherEngine, 5, { pools: ['living'] })
  for (const pool of ['own', 'living', 'dead']) {
    await database.pool.query(`select graphile_worker.add_job('run')`)
    await database.pool.query(
      `update graphile_worker._private_jobs
       set locked_at = now() - interval '1 minute', locked_by = $1 where locked_by is null`,
      [pool],
    )
  }
  await unlockDeadJobs(database.pool, ['own'], DEAD_AFTER_MS)
  expect(new Set((await jobs()).map(job => job.locked_by))).toEqual(
    new Set(['living', 'own', null]),
  )
})

test('a waiting run whose job is gone is queued again, unless there is a queue', async () => {
  const { id: monitorId } = await newMonitor(database.db)
  await database.db.run.create({ data: { monitorId, plannedAt: ago(90) } })
  expect(await requeueStranded(database.pool)).toBe(1)
  expect(await requeueStranded(database.pool)).toBe(0)
  expect(await jobs()).toHaveLength(1)
})
