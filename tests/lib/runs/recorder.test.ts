import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openDb } from '#lib/db/client.ts'
import { planRuns } from '#lib/runs/planned.ts'
import { cutConnections, freshDatabase } from '#tests/database.ts'
import {
  fakeSandbox,
  newMonitor,
  runnerWith,
  statuses,
  waitingRuns,
} from '#tests/lib/runs/world.ts'
import { until } from '#tests/until.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
beforeEach(async () => {
  database = await freshDatabase()
})
afterEach(() => database.close())

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
  const { pool, close } = openDb(database.url)
  const working = runnerWith(pool, sandbox).work(await waitingRuns(database.pool))
  await until(() => sandbox.jobs.length === 20)

  gate.resolve()
  for (let cuts = 0; cuts < 10; cuts++) {
    await cutConnections(database.url)
    await delay(5)
  }
  await working

  const { db } = database
  expect(await db.run.count({ where: { status: 'done' } })).toBe(20)
  expect(await db.transition.count()).toBe(20)
  expect(await statuses(db, monitors[0]?.id ?? 0)).toEqual(['done'])
  await close()
})
