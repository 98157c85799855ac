import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { planSchedule } from '#lib/runs/planned.ts'
import { reconcile } from '#lib/runs/reconcile.ts'
import { freshDatabase } from '#tests/database.ts'
import { newMonitor, statuses } from '#tests/lib/runs/world.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
beforeAll(async () => {
  database = await freshDatabase()
})
beforeEach(() => database.pool.query('truncate monitor cascade'))
afterAll(() => database.close())

const at = (time: string) => new Date(`2026-01-01T${time}Z`)
const reconcileAt = (time: string) => reconcile(database.pool, at(time))
const plannedAt = (time: string) =>
  planSchedule(database.pool, { expression: '* * * * *', zone: 'UTC' }, at(time))
const rows = async (monitorId: number) =>
  database.db.run.findMany({ where: { monitorId }, orderBy: { plannedAt: 'asc' } })
const done = () =>
  database.db.run.updateMany({ where: { status: 'queued' }, data: { status: 'done' } })
const startedAt = (time: string, policy: object = {}) =>
  newMonitor(database.db, { scheduledFrom: at(time), policy })

test('nothing is made up for while the ticks come', async () => {
  const { id } = await startedAt('12:00:30')
  await plannedAt('12:01:00')
  expect(await reconcileAt('12:01:30')).toEqual({ queued: 0, noted: 0 })
  expect(await statuses(database.db, id)).toEqual(['queued'])
})

test('a tick gets two seconds before its time counts as missed', async () => {
  await startedAt('12:00:30')
  expect(await reconcileAt('12:01:01')).toEqual({ queued: 0, noted: 0 })
  expect(await reconcileAt('12:01:02')).toEqual({ queued: 1, noted: 0 })
})

describe('after an hour in which nothing ran', () => {
  test('the last time is run and those before it are noted as one', async () => {
    const { id } = await startedAt('12:00:00')
    expect(await reconcileAt('13:00:20')).toEqual({ queued: 1, noted: 59 })
    expect(await rows(id)).toMatchObject([
      { status: 'missed', plannedAt: at('12:59:00'), missedCount: 59, missedFrom: at('12:01:00') },
      { status: 'queued', plannedAt: at('13:00:00') },
    ])
    await done()
    expect(await reconcileAt('13:00:50')).toEqual({ queued: 0, noted: 0 })
  })

  test('a monitor that only wants a note gets only a note', async () => {
    const hourly = { schedule: '30 * * * *', scheduledFrom: at('11:00:00') }
    const { id } = await newMonitor(database.db, { ...hourly, policy: { missed: 'note' } })
    expect(await reconcileAt('13:00:00')).toEqual({ queued: 0, noted: 2 })
    expect(await rows(id)).toMatchObject([
      { status: 'missed', plannedAt: at('12:30:00'), missedCount: 2, missedFrom: at('11:30:00') },
    ])
  })

  test('a time less than a minute old is late, not missed, whatever the policy', async () => {
    await startedAt('12:00:00', { missed: 'note' })
    expect(await reconcileAt('13:00:20')).toEqual({ queued: 1, noted: 59 })
  })

  test('a paused monitor has missed nothing', async () => {
    const { id } = await startedAt('12:00:00')
    await database.db.monitor.update({ where: { id }, data: { active: false } })
    expect(await reconcileAt('13:00:00')).toEqual({ queued: 0, noted: 0 })
  })

  test('two engines that start together make up for it once', async () => {
    const { id } = await startedAt('12:00:00')
    await Promise.all([1, 2, 3].map(() => reconcileAt('13:00:20')))
    await reconcileAt('13:00:21')
    expect(await statuses(database.db, id)).toEqual(['missed', 'queued'])
  })
})

test('what a person asked for is no planned time', async () => {
  const { id } = await startedAt('12:00:00')
  await database.db.run.create({
    data: { monitorId: id, plannedAt: at('12:59:59.5'), manual: true, status: 'done' },
  })
  expect(await reconcileAt('13:00:20')).toMatchObject({ noted: 59 })
})

describe('when the clock was wrong', () => {
  test('by being ahead, the times that it ran ahead of are run when they really come', async () => {
    const { id } = await startedAt('12:00:00')
    await reconcileAt('13:00:20')
    await done()
    // Set back: 12:01 comes for the first time.
    expect(await plannedAt('12:01:00')).toBe(1)
    await done()
    // And what is missed then is found, although later times were planned before.
    expect(await reconcileAt('12:05:30')).toEqual({ queued: 1, noted: 3 })
    // A time that was planned under the wrong clock is not planned twice.
    expect(await plannedAt('13:00:00')).toBe(0)
    expect((await rows(id)).map(run => run.plannedAt.toISOString().slice(11, 16))).toEqual([
      '12:01',
      '12:04',
      '12:05',
      '12:59',
      '13:00',
    ])
  })

  test('a monitor that was saved in the future is planned from now on', async () => {
    await startedAt('14:00:00')
    await reconcileAt('12:00:30')
    expect(await plannedAt('12:01:00')).toBe(1)
  })
})

test('the hour that comes twice in autumn is not taken for missed', async () => {
  const { id } = await newMonitor(database.db, {
    schedule: '30 2 * * *',
    timezone: 'Europe/Berlin',
    scheduledFrom: new Date('2026-10-24T22:00:00Z'),
  })
  const result = await reconcile(database.pool, new Date('2026-10-25T01:31:00Z'))
  expect(result).toEqual({ queued: 1, noted: 0 })
  expect(await rows(id)).toMatchObject([{ plannedAt: new Date('2026-10-25T01:30:00Z') }])
})

test('a monitor that is being saved is made up for in the next round', async () => {
  const { id } = await startedAt('12:00:00')
  const editor = await database.pool.connect()
  await editor.query('begin')
  await editor.query('select from monitor where id = $1 for update', [id])
  expect(await reconcileAt('13:00:20')).toEqual({ queued: 0, noted: 0 })
  await editor.query('commit')
  editor.release()
  expect(await reconcileAt('13:00:30')).toEqual({ queued: 1, noted: 59 })
})
