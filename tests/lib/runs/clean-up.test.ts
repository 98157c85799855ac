import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { cleanUp } from '#lib/runs/clean-up.ts'
import { reconcile } from '#lib/runs/reconcile.ts'
import { freshDatabase } from '#tests/database.ts'
import { newMonitor } from '#tests/lib/runs/world.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
beforeAll(async () => {
  database = await freshDatabase()
})
beforeEach(() => database.pool.query('truncate monitor, alert, beat, inquiry, session cascade'))
afterAll(() => database.close())

const now = new Date('2026-03-14T15:00:00Z')
const never = new AbortController().signal
const clean = () => cleanUp(database.pool, now, never)
const runAt = (monitorId: number, plannedAt: Date, status = 'done' as 'done' | 'queued') =>
  database.db.run.create({ data: { monitorId, plannedAt, status } })
const turnAt = (monitorId: number, at: Date) =>
  database.db.transition.create({
    data: { monitorId, at, from: 'OK', to: 'ALARM', message: '', version: 1 },
  })
const daysAgo = (days: number, ms = 0) => new Date(now.getTime() - days * 86_400_000 + ms)

test('a run is deleted when it is older than its monitor keeps, to the second', async () => {
  const { id } = await newMonitor(database.db, { retainDays: 28 })
  const other = await newMonitor(database.db, { retainDays: 365 })
  await runAt(id, daysAgo(28, -1))
  await runAt(id, daysAgo(28))
  await runAt(other.id, daysAgo(300))
  await clean()
  const left = await database.db.run.findMany({ orderBy: { plannedAt: 'asc' } })
  expect(left.map(run => run.plannedAt)).toEqual([daysAgo(300), daysAgo(28)])
})

test('more than one batch is deleted', async () => {
  const { id } = await newMonitor(database.db)
  await database.pool.query(
    `insert into run (monitor_id, planned_at, status)
     select $1, $2::timestamptz - make_interval(secs => n), 'done' from generate_series(1, 4500) n`,
    [id, daysAgo(30)],
  )
  await clean()
  expect(await database.db.run.count()).toBe(0)
})

test('a run that still waits is kept', async () => {
  const { id } = await newMonitor(database.db)
  await runAt(id, daysAgo(40), 'queued')
  await clean()
  expect(await database.db.run.count()).toBe(1)
})

test('a monitor that keeps nothing has not missed what was deleted', async () => {
  const { id } = await newMonitor(database.db, { retainDays: 0 })
  await runAt(id, new Date('2026-03-14T14:59:00Z'))
  await clean()
  expect(await database.db.run.count()).toBe(0)
  expect(await reconcile(database.pool, now)).toEqual({ queued: 0, noted: 0 })
})

test('of the changes of state the newest stays, and one that is still to be told', async () => {
  const { id } = await newMonitor(database.db)
  const alert = await database.db.alert.create({
    data: { key: 'a', type: 'x', config: {}, states: [] },
  })
  const [told, waiting, gone, newest] = [
    await turnAt(id, daysAgo(50)),
    await turnAt(id, daysAgo(45)),
    await turnAt(id, daysAgo(40)),
    await turnAt(id, daysAgo(35)),
  ]
  const delivery = { monitorId: id, alertId: alert.id }
  await database.db.delivery.create({ data: { ...delivery, transitionId: waiting.id } })
  await database.db.delivery.create({
    data: { ...delivery, transitionId: told.id, status: 'sent', finishedAt: daysAgo(50) },
  })
  await clean()
  const left = await database.db.transition.findMany({ orderBy: { id: 'asc' } })
  expect(left.map(row => row.id)).toEqual([waiting.id, newest.id])
  expect(left.map(row => row.id)).not.toContain(gone.id)
  expect(await database.db.delivery.count()).toBe(1)
})

test('old deliveries, questions, beats and sessions go', async () => {
  const { id } = await newMonitor(database.db, { retainDays: 3650 })
  const alert = await database.db.alert.create({
    data: { key: 'a', type: 'x', config: {}, states: [] },
  })
  for (const days of [91, 89]) {
    const { id: transitionId } = await turnAt(id, daysAgo(days))
    await database.db.delivery.create({
      data: {
        transitionId,
        monitorId: id,
        alertId: alert.id,
        status: 'sent',
        finishedAt: daysAgo(days),
      },
    })
    await database.db.session.create({
      data: { hash: Buffer.from([days]), expiresAt: daysAgo(90 - days) },
    })
    await database.db.beat.create({
      data: {
        ...{ id: `00000000-0000-4000-8000-0000000000${days}`, role: 'engine', host: 'h', pid: 1 },
        beatAt: daysAgo(days === 91 ? 1 : 0),
      },
    })
  }
  await clean()
  expect(await database.db.delivery.findMany()).toMatchObject([{ finishedAt: daysAgo(89) }])
  expect(await database.db.session.count()).toBe(1)
  expect(await database.db.beat.count()).toBe(1)
})

test.each([
  ['a year', null, [366, 364], [364]],
  ['as long as was set', { days: 30 }, [31, 29], [29]],
])('the audit trail is kept %s', async (_, retention, ages, left) => {
  await database.pool.query(`truncate audit; delete from setting where key = 'audit.retention'`)
  if (retention)
    await database.db.setting.create({ data: { key: 'audit.retention', value: retention } })
  for (const age of ages)
    await database.db.audit.create({
      data: { at: daysAgo(age), person: 'ada', action: 'x', subject: 'y', subjectId: `${age}` },
    })
  await clean()
  const entries = await database.db.audit.findMany()
  expect(entries.map(({ subjectId }) => Number(subjectId))).toEqual(left)
})

test('a deleted dashboard goes for good with its versions, thirty days later', async () => {
  const deleted = { content: { range: '1h', panels: [] }, groups: [] }
  for (const [name, deletedAt] of [
    ['old', daysAgo(30, -1)],
    ['fresh', daysAgo(30)],
    ['there', null],
  ] as const) {
    const { id } = await database.db.dashboard.create({ data: { ...deleted, name, deletedAt } })
    await database.db.dashboardVersion.create({
      data: { dashboardId: id, version: 1, name, description: '', content: {}, savedBy: 'ada' },
    })
  }
  await clean()
  for (const left of [
    await database.db.dashboard.findMany({ orderBy: { id: 'asc' } }),
    await database.db.dashboardVersion.findMany({ orderBy: { dashboardId: 'asc' } }),
  ])
    expect(left.map(({ name }) => name)).toEqual(['fresh', 'there'])
})
