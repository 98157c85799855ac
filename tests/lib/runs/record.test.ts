import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Finished, recordRuns } from '#lib/runs/record.ts'
import type { Outcome } from '#lib/sandbox/contract.ts'
import { freshDatabase } from '#tests/database.ts'
import {
  anEngine,
  anOutcome,
  anotherEngine,
  newMonitor,
  noDataPolicy,
  telling,
} from '#tests/lib/runs/world.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
beforeAll(async () => {
  database = await freshDatabase()
})
beforeEach(() => database.pool.query('truncate monitor, alert cascade'))
afterAll(() => database.close())

const start = new Date('2026-01-01T12:00:00Z')
let minutes = 0

/** A run of the monitor that is under way, and its end. */
async function ended(monitorId: number, outcome: Partial<Outcome> = {}): Promise<Finished> {
  const at = new Date(start.getTime() + ++minutes * 60_000)
  const { id } = await database.db.run.create({
    data: { monitorId, plannedAt: at, status: 'running', claimedBy: anEngine },
  })
  const whole = anOutcome({ startedAt: at, durationMs: 0, ...outcome })
  return {
    id: String(id),
    monitorId,
    claimedBy: anEngine,
    version: 1,
    outcome: whole,
    ofStream: false,
  }
}
const record = (runs: Finished[], now = new Date()) => recordRuns(telling(database.pool), runs, now)
const alarm = { state: 'ALARM', message: 'bad' } as const
const anAlert = (key = 'a') =>
  database.db.alert.create({
    data: { key, type: 'x', config: {}, states: ['OK', 'ALARM', 'ERROR'] },
  })

test('a run is recorded once, whoever records it again', async () => {
  const { id } = await newMonitor(database.db)
  const run = await ended(id, alarm)
  expect(await record([run])).toEqual(['recorded'])
  expect(await record([{ ...run, outcome: anOutcome() }])).toEqual(['gone'])
  expect(await record([{ ...run, claimedBy: anotherEngine }])).toEqual(['gone'])
  expect(await database.db.transition.count()).toBe(1)
  expect(await database.db.monitor.findFirst()).toMatchObject({ state: 'ALARM' })
})

test('the alerts that a change tells are woken once it is committed', async () => {
  const alerts = [await anAlert(), await anAlert('b')]
  const monitors = [await newMonitor(database.db), await newMonitor(database.db)]
  const runs = await Promise.all(monitors.map(({ id }) => ended(id, alarm)))
  const recording = telling(database.pool)
  await recordRuns(recording, runs, new Date())
  expect(recording.woken.sort()).toEqual(alerts.map(({ id }) => id))

  await recordRuns(recording, runs, new Date())
  expect(recording.woken).toHaveLength(2)
})

test('a run that another engine has by now is not recorded', async () => {
  const { id } = await newMonitor(database.db)
  const run = await ended(id)
  await database.db.run.updateMany({ data: { claimedBy: anotherEngine } })
  expect(await record([run])).toEqual(['gone'])
  expect(await database.db.monitor.findFirst()).toMatchObject({ state: 'INACTIVE' })
})

test('the transition and its deliveries come with the run, in one transaction', async () => {
  await anAlert()
  const { id } = await newMonitor(database.db, { state: 'OK' })
  await record([await ended(id, { ...alarm, value: { a: 1 } })])
  const transition = await database.db.transition.findFirstOrThrow({
    include: { deliveries: true },
  })
  expect(transition).toMatchObject({ from: 'OK', to: 'ALARM', message: 'bad', value: { a: 1 } })
  expect(transition.deliveries).toMatchObject([{ status: 'queued', repeat: 0 }])
})

test('an outcome that is not believed yet is counted and tells nobody', async () => {
  await anAlert()
  const { id } = await newMonitor(database.db, { state: 'OK', policy: { after: { ALARM: 2 } } })
  await record([await ended(id, alarm)])
  expect(await database.db.monitor.findFirst()).toMatchObject({ state: 'OK', pendingCount: 1 })
  await record([await ended(id, alarm)])
  expect(await database.db.monitor.findFirst()).toMatchObject({ state: 'ALARM', pendingCount: 0 })
  expect(await database.db.delivery.count()).toBe(1)
})

describe('missing data', () => {
  const noData = { state: 'ERROR', reason: 'no data', message: 'No data', value: null } as const

  test('keeps the state while the last data is young, then is an ERROR', async () => {
    const { id } = await newMonitor(database.db, { policy: noDataPolicy('keep', 120_000) })
    const state = async (outcome: Partial<Outcome>, after: number) => {
      await record([await ended(id, outcome)], new Date(start.getTime() + after))
      return (await database.db.monitor.findFirstOrThrow()).state
    }
    const data = { startedAt: start, durationMs: 0 }
    expect(await state(data, 0)).toBe('OK')
    expect(await state(noData, 120_000)).toBe('OK')
    expect(await state(noData, 120_001)).toBe('ERROR')
  })

  test('becomes what the policy says', async () => {
    const { id } = await newMonitor(database.db, { policy: noDataPolicy('alarm') })
    await record([await ended(id, noData)])
    expect(await database.db.run.findFirst()).toMatchObject({ state: 'ALARM', reason: 'no data' })
    expect(await database.db.monitor.findFirst()).toMatchObject({ state: 'ALARM' })
  })
})

test('a monitor that stays bad is told again after its minutes, counting the repetitions', async () => {
  await anAlert()
  const { id } = await newMonitor(database.db, { policy: { repeatMinutes: 10 } })
  const after = (count: number) => new Date(start.getTime() + count * 60_000)
  for (const minute of [0, 9, 10, 15, 20]) await record([await ended(id, alarm)], after(minute))
  await record([await ended(id)], after(31))

  const deliveries = await database.db.delivery.findMany({ orderBy: { id: 'asc' } })
  expect(deliveries.map(({ repeat }) => repeat)).toEqual([0, 1, 2, 0])
})

test('a monitor that tells each OK is silent for as long as its runs are not', async () => {
  await anAlert()
  const { id } = await newMonitor(database.db, {
    policy: { everyOk: true, after: { ALARM: 2, ERROR: 2 } },
  })
  const ok = {}
  for (const outcome of [ok, ok, alarm, ok, ok]) await record([await ended(id, outcome)])
  const deliveries = await database.db.delivery.findMany({ orderBy: { id: 'asc' } })
  expect(deliveries.map(({ repeat }) => repeat)).toEqual([0, 1, 2, 3])
})

test('a heartbeat is told by the monitor that names it, and by no other that recovers', async () => {
  await database.db.alert.create({
    data: { key: 'beat', type: 'heartbeat', config: {}, states: ['OK'] },
  })
  const named = await newMonitor(database.db, { alerts: ['beat'] })
  const other = await newMonitor(database.db)
  await record([await ended(named.id), await ended(other.id)])
  const deliveries = await database.db.delivery.findMany()
  expect(deliveries.map(({ monitorId }) => monitorId)).toEqual([named.id])
})

test('pages are told which monitors have news', async () => {
  const { id } = await newMonitor(database.db)
  const client = await database.pool.connect()
  const told = new Promise(resolve => client.once('notification', resolve))
  await client.query('listen belfry_runs')
  await record([await ended(id)])
  expect(await told).toMatchObject({ payload: `[${id}]` })
  client.release(true)
})
