import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { belfry } from '#lib/monitors/source.ts'
import type { SourceContext } from '#lib/plugin.ts'
import type { LatenessOf, QueueLength } from '#lib/runs/data.ts'
import { freshDatabase } from '#tests/database.ts'
import { newMonitor } from '#tests/lib/runs/world.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
beforeAll(async () => {
  database = await freshDatabase()
})
beforeEach(() => database.pool.query('truncate monitor, alert, beat cascade'))
afterAll(() => database.close())

const { lateness, runs, queue, deliveries, monitors, processes } = belfry.methods
// None of these methods reaches for the world.
const context = {} as SourceContext
const ago = (seconds: number) => new Date(Date.now() - seconds * 1000)

async function runOf(rest: { late?: number; seconds?: number; [column: string]: unknown }) {
  const { late = 0, seconds = 60, ...columns } = rest
  const { id: monitorId } = await newMonitor(database.db)
  const plannedAt = ago(seconds)
  const startedAt = new Date(plannedAt.getTime() + late * 1000)
  await database.db.run.create({
    data: { status: 'done', state: 'OK', ...columns, monitorId, plannedAt, startedAt },
  })
}

test('lateness is what planned runs of the last minutes had', async () => {
  for (const late of [0, 1, 2, 3, 10]) await runOf({ late })
  await runOf({ late: 100, seconds: 3600 })
  await runOf({ late: 100, manual: true })
  const { p50, p99, max, runs } = (await lateness.call({}, [undefined], context)) as LatenessOf
  expect({ p50, max, runs }).toEqual({ p50: 2, max: 10, runs: 5 })
  expect(p99).toBeCloseTo(9.72)
})

test('runs are counted by what they came to', async () => {
  await runOf({})
  await runOf({ state: 'ALARM' })
  await runOf({ status: 'skipped', state: null })
  await runOf({ status: 'missed', state: null, missedCount: 7 })
  expect(await runs.call({}, [5], context)).toEqual({
    OK: 1,
    ALARM: 1,
    ERROR: 0,
    missed: 7,
    skipped: 1,
  })
})

test('the queue tells how long the oldest has waited', async () => {
  expect(await queue.call({}, [], context)).toEqual({ waiting: 0, running: 0, oldestSeconds: 0 })
  await runOf({ status: 'queued', seconds: 90 })
  await runOf({ status: 'running' })
  const { waiting, running, oldestSeconds } = (await queue.call({}, [], context)) as QueueLength
  expect({ waiting, running }).toEqual({ waiting: 1, running: 1 })
  expect(oldestSeconds).toBeGreaterThanOrEqual(90)
})

test('deliveries, monitors and processes are told too', async () => {
  const monitor = await newMonitor(database.db, { state: 'ALARM' })
  const alert = await database.db.alert.create({
    data: { key: 'a', type: 'x', config: {}, states: [] },
  })
  const transition = await database.db.transition.create({
    data: { monitorId: monitor.id, at: ago(5), from: 'OK', to: 'ALARM', message: '', version: 1 },
  })
  const delivery = { transitionId: transition.id, monitorId: monitor.id, alertId: alert.id }
  await database.db.delivery.create({ data: delivery })
  await database.db.delivery.create({
    data: { ...delivery, repeat: 1, status: 'dead', finishedAt: ago(5) },
  })
  await database.db.beat.create({
    data: { id: crypto.randomUUID(), role: 'engine', host: 'h', pid: 1, beatAt: ago(7) },
  })

  expect(await deliveries.call({}, [undefined], context)).toMatchObject({
    waiting: 1,
    sent: 0,
    dead: 1,
  })
  expect(await monitors.call({}, [], context)).toEqual({ OK: 0, ALARM: 1, ERROR: 0, INACTIVE: 0 })
  expect(await processes.call({}, [], context)).toMatchObject([{ role: 'engine', host: 'h' }])
})

test('every answer fits the type that the editor shows', async () => {
  for (const method of Object.values(belfry.methods))
    method.returns.parse(await method.call({}, [] as never, context))
})
