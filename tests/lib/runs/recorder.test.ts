import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDb } from '#lib/db/client.ts'
import { planRuns } from '#lib/runs/planned.ts'
import { freshDatabase } from '#tests/database.ts'
import {
  fakeSandbox,
  newMonitor,
  runnerWith,
  statuses,
  waitingRuns,
} from '#tests/lib/runs/world.ts'
import { until } from '#tests/until.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.close())

/** Ends every other connection to the database, as a restart of it does. */
const cutConnections = () =>
  database.db.$executeRaw`
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()`

test('results that end while the database is away are recorded when it is back, once', async () => {
  const monitors = []
  for (let i = 0; i < 20; i++) monitors.push(await newMonitor(database.db))
  await planRuns(
    database.pool,
    monitors.map(({ id }) => ({ monitorId: id, at: new Date('2026-01-01T12:00:00Z') })),
  )
  const gate = Promise.withResolvers<void>()
  const sandbox = fakeSandbox(async () => {
    await gate.promise
    return {}
  })
  const working = runnerWith(database.pool, sandbox).work(await waitingRuns(database.pool))
  await until(() => sandbox.jobs.length === 20)

  let cuts = 0
  const cutting = setInterval(
    () =>
      void cutConnections().then(
        () => cuts++,
        () => cuts++,
      ),
    5,
  )
  gate.resolve()
  await until(() => cuts > 10)
  clearInterval(cutting)
  await working

  // The pool of before has connections that were cut and does not know it yet.
  const { db, close } = openDb(database.url)
  expect(await db.run.count({ where: { status: 'done' } })).toBe(20)
  expect(await db.transition.count()).toBe(20)
  expect(await statuses(db, monitors[0]?.id ?? 0)).toEqual(['done'])
  await close()
})
