import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { everything } from '#lib/access/reach.ts'
import { listDeliveries } from '#lib/alerting/deliveries/data.ts'
import { createAlert, queueDeliveries } from '#lib/alerting/mutations.ts'
import { overPrisma } from '#lib/db/change.ts'
import { byAda } from '#tests/actor.ts'
import { freshDatabase } from '#tests/database.ts'
import { change, newMonitor, takeDue, untilLocked } from '#tests/lib/alerting/world.ts'

let base: Awaited<ReturnType<typeof freshDatabase>>

beforeAll(async () => {
  base = await freshDatabase()
})
afterAll(() => base.close())
beforeEach(() => base.pool.query('truncate alert, monitor, graphile_worker._private_jobs cascade'))

const alert = (key: string, rest: object = {}) =>
  createAlert({ key, type: 'webhook', config: { url: 'http://127.0.0.1:9/' }, ...rest }, byAda)
const told = async () =>
  (await listDeliveries(everything, {})).items.map(({ alert }) => alert).sort()
/** The alerts that jobs are to wake. */
const woken = async () => {
  const { rows } = await base.pool.query<{ key: string }>(
    `select a.key from graphile_worker._private_jobs j join alert a on a.id = (j.payload->>'alertId')::int
     order by a.key`,
  )
  return rows.map(({ key }) => key)
}

test('every alert whose switch for the new state is on is told, and can be woken by a job', async () => {
  await alert('all', { states: ['OK', 'ALARM', 'ERROR', 'INACTIVE'] })
  await alert('by-default')
  await alert('only-errors', { states: ['ERROR'] })
  await alert('off', { enabled: false })
  const { id } = await newMonitor(base.db, 'Queue')

  expect(await change(base.pool, id, 'OK', 'ALARM')).toMatchObject({ queued: 2 })
  expect(await told()).toEqual(['all', 'by-default'])
  expect(await woken()).toEqual(['all', 'by-default'])

  expect(await change(base.pool, id, 'ALARM', 'INACTIVE')).toMatchObject({ queued: 1 })
})

test.each([
  ['all alerts, by a null', {}, ['one', 'two']],
  ['the chosen ones', { alerts: ['two', 'gone'] }, ['two']],
  ['none', { alerts: [] }, []],
])('a monitor tells %s', async (_, rest, expected) => {
  await alert('one')
  await alert('two')
  const { id } = await newMonitor(base.db, 'Queue', rest)
  await change(base.pool, id, 'OK', 'ALARM')
  expect(await told()).toEqual(expected)
})

test('what waits is superseded, what is under way is left to end', async () => {
  await alert('hook')
  const { id } = await newMonitor(base.db, 'Queue')
  await change(base.pool, id, 'OK', 'ALARM')
  await change(base.pool, id, 'ALARM', 'OK')
  const { id: alertId } = await base.db.alert.findFirstOrThrow()
  await takeDue(base.pool, alertId)
  await change(base.pool, id, 'OK', 'ERROR')

  const statuses = (await listDeliveries(everything, {})).items.map(({ status, sending }) => [
    status,
    sending,
  ])
  expect(statuses).toEqual([
    ['queued', false],
    ['queued', true],
    ['superseded', false],
  ])
  expect(await takeDue(base.pool, alertId)).toEqual([])
})

test('another monitor or another alert supersedes nothing', async () => {
  await alert('one')
  await alert('two')
  const first = await newMonitor(base.db, 'First')
  const second = await newMonitor(base.db, 'Second')
  await change(base.pool, first.id, 'OK', 'ALARM')
  await change(base.pool, second.id, 'OK', 'ALARM')
  expect((await listDeliveries(everything, { status: 'queued' })).items).toHaveLength(4)
})

test('the same transition is queued once, each of its repetitions too', async () => {
  await alert('hook')
  const { id } = await newMonitor(base.db, 'Queue')
  const { id: transitionId } = await change(base.pool, id, 'OK', 'ALARM')
  expect(await queueDeliveries(base.pool, [{ transitionId }])).toEqual([])
  expect(await queueDeliveries(base.pool, [{ transitionId, repeat: 1 }])).toHaveLength(1)

  const [repeated, first] = (await listDeliveries(everything, {})).items
  expect(repeated).toMatchObject({ repeat: 1, status: 'queued' })
  expect(first).toMatchObject({ repeat: 0, status: 'superseded', supersededBy: repeated?.id })
})

test('many transitions are queued in one go, the last of a monitor counting', async () => {
  await alert('hook')
  const { id: monitorId } = await newMonitor(base.db, 'Queue')
  const { rows } = await base.pool.query<{ id: string }>(
    `insert into transition (monitor_id, at, "from", "to", message, version)
     select $1, now(), 'OK', 'ALARM', n::text, 1 from generate_series(1, 3) n returning id`,
    [monitorId],
  )
  const queued = await queueDeliveries(
    base.pool,
    rows.map(({ id }) => ({ transitionId: id })),
  )
  expect(new Set(queued.map(({ alertId }) => alertId)).size).toBe(1)
  const found = (await listDeliveries(everything, {})).items
  expect(found.map(({ status }) => status)).toEqual(['queued', 'superseded', 'superseded'])
  expect(found[0]?.transition?.message).toBe('3')
})

test('nothing is queued when the transaction is rolled back, with Prisma too', async () => {
  await alert('hook')
  const { id } = await newMonitor(base.db, 'Queue')
  const undone = base.db.$transaction(async tx => {
    const transition = await tx.transition.create({
      data: { monitorId: id, at: new Date(), from: 'OK', to: 'ALARM', message: '', version: 1 },
    })
    expect(await queueDeliveries(overPrisma(tx), [{ transitionId: transition.id }])).toHaveLength(1)
    throw new Error('on second thoughts')
  })
  await expect(undone).rejects.toThrow('on second thoughts')
  expect(await told()).toEqual([])
})

test('an alert that is deleted at the same moment breaks nothing and is told nothing', async () => {
  await alert('going')
  await alert('staying')
  const { id } = await newMonitor(base.db, 'Queue')
  const deleting = await base.pool.connect()
  await deleting.query('begin')
  await deleting.query(`delete from alert where key = 'going'`)

  const changing = change(base.pool, id, 'OK', 'ALARM')
  await untilLocked(base.pool)
  await deleting.query('commit')
  deleting.release()
  expect(await changing).toMatchObject({ queued: 1 })
  expect(await told()).toEqual(['staying'])
})
