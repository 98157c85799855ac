import { availableParallelism } from 'node:os'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { planRuns } from '#lib/runs/planned.ts'
import { openTardy } from '#lib/runs/tardy.ts'
import type { Outcome } from '#lib/sandbox/contract.ts'
import { freshDatabase } from '#tests/database.ts'
import { fakeSandbox, newMonitor, runnerWith, waitingRuns } from '#tests/lib/runs/world.ts'
import { until } from '#tests/until.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.close())

test('who ran out of time shares few places, who ends in time is free again', () => {
  const tardy = openTardy(1)
  for (const id of [1, 2]) tardy.note(id, true)
  const leave = tardy.take(1)
  expect(leave).not.toBeNull()
  expect(tardy.take(2)).toBeNull()
  expect(tardy.take(3)).not.toBeNull()
  leave?.()
  expect(tardy.take(2)).not.toBeNull()
  tardy.note(1, false)
  expect(tardy.take(1)).not.toBeNull()
})

test('a crowd of monitors that run out of time holds up nobody else, and loses none of its own runs', async () => {
  const places = 16 * availableParallelism()
  const crowd = await Promise.all(
    Array.from({ length: places + 300 }, () => newMonitor(database.db, { script: 'slow' })),
  )
  const timeout: Partial<Outcome> = { state: 'ERROR', reason: 'timeout' }
  const ended = Promise.withResolvers<Partial<Outcome>>()
  let isFirst = true
  const sandbox = fakeSandbox(({ script }) =>
    script === 'slow' ? (isFirst ? timeout : ended.promise) : {},
  )
  const runner = runnerWith(database.pool, sandbox)
  const plan = (ids: number[], minute: number) =>
    planRuns(
      database.pool,
      ids.map(monitorId => ({ monitorId, at: new Date(Date.UTC(2026, 0, 1, 12, minute)) })),
    )
  const ids = crowd.map(({ id }) => id)
  await plan(ids, 0)
  await runner.work(await waitingRuns(database.pool))

  isFirst = false
  sandbox.jobs.length = 0
  await plan(ids, 1)
  const working = runner.work(await waitingRuns(database.pool))
  await until(async () => (await waitingRuns(database.pool)).length === 300)
  expect(sandbox.jobs).toHaveLength(places)

  const other = await newMonitor(database.db)
  await plan([other.id], 1)
  const [otherRun] = (await waitingRuns(database.pool)).slice(-1)
  await runner.work([otherRun as string])
  const { rows } = await database.pool.query('select status from run where monitor_id = $1', [
    other.id,
  ])
  expect(rows).toEqual([{ status: 'done' }])

  ended.resolve(timeout)
  await working
  const jobs = await database.pool.query(
    `select count(*)::int as n from graphile_worker.jobs where run_at > created_at + interval '4 seconds'`,
  )
  expect(jobs.rows[0].n).toBe(300)
})
