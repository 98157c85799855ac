import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { reconcile } from '#lib/runs/reconcile.ts'
import { tick } from '#lib/runs/tick.ts'
import { freshDatabase } from '#tests/database.ts'
import { newMonitor } from '#tests/lib/runs/world.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
beforeAll(async () => {
  database = await freshDatabase()
})
beforeEach(() => database.pool.query('truncate monitor cascade'))
afterAll(() => database.close())

const NOON = Date.parse('2026-01-01T12:00:00Z')
/** So many seconds before noon. */
const ago = (seconds: number) => new Date(NOON - seconds * 1000)
const EVERY_10_S = { expression: '*/10 * * * * *', zone: 'UTC' }
const tickAt = (at: Date) => tick(database.pool, EVERY_10_S, at)
const monitorFrom = (scheduledFrom: Date, policy: object = {}) =>
  newMonitor(database.db, { schedule: EVERY_10_S.expression, scheduledFrom, policy })
const rowsOf = (monitorId: number) =>
  database.db.run.findMany({ where: { monitorId }, orderBy: { plannedAt: 'asc' } })

test('what was missed before a tick is noted with it, also where no round comes between', async () => {
  const { id } = await monitorFrom(ago(51))
  await tickAt(ago(50))
  expect(await tickAt(ago(0))).toBe(1)

  expect(await rowsOf(id)).toMatchObject([
    { plannedAt: ago(50), status: 'queued' },
    { plannedAt: ago(20), status: 'missed', missedCount: 3, missedFrom: ago(40) },
    { plannedAt: ago(10), status: 'skipped', message: 'A run was still waiting.' },
    { plannedAt: ago(0), status: 'skipped' },
  ])
  expect(await reconcile(database.pool, ago(-1))).toEqual({ queued: 0, noted: 0 })
})

test('a monitor that was being saved at one tick gets its run at the next', async () => {
  const { id } = await monitorFrom(ago(11))
  const editor = await database.pool.connect()
  await editor.query('begin')
  await editor.query('select from monitor where id = $1 for update', [id])
  expect(await tickAt(ago(10))).toBe(0)
  await editor.query('rollback')
  editor.release()

  await tickAt(ago(0))
  expect(await rowsOf(id)).toMatchObject([
    { plannedAt: ago(10), status: 'queued' },
    { plannedAt: ago(0), status: 'skipped' },
  ])
})

test('engines that tick at once after a pause plan everything once', async () => {
  const { id } = await monitorFrom(ago(41), { missed: 'note' })
  const planned = await Promise.all(Array.from({ length: 4 }, () => tickAt(ago(0))))
  expect(planned.toSorted()).toEqual([0, 0, 0, 1])
  expect(await rowsOf(id)).toMatchObject([
    { plannedAt: ago(10), status: 'missed', missedCount: 4, missedFrom: ago(40) },
    { plannedAt: ago(0), status: 'queued' },
  ])
})

test('the first time of a new monitor lacks nothing before it', async () => {
  const { id } = await monitorFrom(ago(5))
  await tickAt(ago(0))
  expect(await rowsOf(id)).toMatchObject([{ plannedAt: ago(0), status: 'queued' }])
})
