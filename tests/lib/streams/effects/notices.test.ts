import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { everything } from '#lib/access/reach.ts'
import { getAlert } from '#lib/alerting/data.ts'
import { getDelivery, listDeliveries } from '#lib/alerting/deliveries/data.ts'
import { createAlert, retryNow } from '#lib/alerting/mutations.ts'
import type { StateName } from '#lib/plugin.ts'
import { writeNotices } from '#lib/streams/effects/notices.ts'
import type { Notice, StreamFacts } from '#lib/streams/handlers/contract.ts'
import { inTransaction } from '#lib/transaction.ts'
import { ada, byAda } from '#tests/actor.ts'
import { freshDatabase } from '#tests/database.ts'
import {
  change,
  newMonitor,
  startEngine,
  startReceiver,
  takeDue,
} from '#tests/lib/alerting/world.ts'
import { facts } from '#tests/lib/streams/handlers/run.ts'
import { until } from '#tests/until.ts'

let base: Awaited<ReturnType<typeof freshDatabase>>
const cleanups: (() => Promise<void>)[] = []
beforeAll(async () => {
  base = await freshDatabase()
})
afterAll(() => base.close())
beforeEach(() =>
  base.pool.query('truncate alert, monitor, notice, graphile_worker._private_jobs cascade'),
)
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

async function receiver(...args: Parameters<typeof startReceiver>) {
  const started = await startReceiver(...args)
  cleanups.push(started.close)
  return started
}
async function engine(...[rest]: [Parameters<typeof startEngine>[1]?]) {
  const started = await startEngine(base.pool, rest)
  cleanups.push(started.stop)
}
const webhook = (key: string, url: string, rest: object = {}) =>
  createAlert({ key, type: 'webhook', config: { url }, ...rest }, byAda)

const notice = (rest: Partial<Notice> = {}): Notice => ({
  ...{ state: 'ALARM', message: 'not shipped', value: null, alerts: null },
  ...rest,
})
const write = (items: Notice[], stream: Partial<StreamFacts> = {}) =>
  inTransaction(base.pool, client =>
    writeNotices(client, [{ stream: { ...facts, ...stream }, items }]),
  )
const deliveries = async (filter: object = {}) => (await listDeliveries(everything, filter)).items
const alertsTold = async () => (await deliveries()).map(({ alert }) => alert).sort()

test('what a pipeline tells arrives, and stands among the deliveries', async () => {
  const { heard, url } = await receiver()
  await webhook('hook', url)
  await engine()
  await write([notice({ value: 12 })], { occasion: 'expire', traits: { order: 17, day: 'x' } })

  await until(async () => (await deliveries({ status: 'sent' })).length === 1)
  expect(heard[0]?.body).toMatchObject({
    ...{ version: 1, monitor: null, from: null, to: 'ALARM', message: 'not shipped', value: 12 },
    stream: {
      id: '7',
      trigger: { id: 3, name: 'orders' },
      occasion: 'expire',
      traits: { order: 17, day: 'x' },
      url: 'https://belfry.example.com/streams/7',
    },
    text: expect.stringContaining('Trigger: orders\nState: ALARM\nStream: day: x, order: 17\n'),
  })
  const [delivery] = await deliveries({ stream: '7', q: 'order' })
  expect(delivery).toMatchObject({
    ...{ alert: 'hook', monitor: null, transition: null, attempts: 1, repeat: 0 },
    notice: {
      ...{ project: 'default', stream: '7', trigger: { id: 3, name: 'orders' } },
      ...{ occasion: 'expire', state: 'ALARM', message: 'not shipped', value: 12 },
    },
  })
  expect(await getDelivery(everything, delivery?.id ?? 0)).toEqual(delivery)
  expect((await getAlert(everything, 'hook')).lastDelivery).toMatchObject({ monitor: 'orders' })
})

describe('who is told', () => {
  beforeEach(async () => {
    await webhook('a', 'http://127.0.0.1:9/a')
    await webhook('b', 'http://127.0.0.1:9/b', { states: ['ERROR'] })
    await webhook('off', 'http://127.0.0.1:9/off', { enabled: false })
  })

  test.each<[StateName, string[]]>([
    ['ALARM', ['a']],
    ['ERROR', ['a', 'b']],
  ])('by %s: all alerts that are on for it', async (state, told) => {
    await write([notice({ state: state as Notice['state'] })])
    expect(await alertsTold()).toEqual(told)
  })

  test('of the alerts that are named those that are on', async () => {
    await write([notice({ state: 'ERROR', alerts: ['b', 'off'] })])
    expect(await alertsTold()).toEqual(['b'])
  })

  test('an alert that is not there refuses all of it', async () => {
    await expect(write([notice(), notice({ alerts: ['a', 'gone'] })])).rejects.toThrow(
      'There is no alert "gone".',
    )
    expect(await base.db.notice.count()).toBe(0)
  })
})

test('nothing is told of what is rolled back', async () => {
  await webhook('a', 'http://127.0.0.1:9/a')
  const broken = inTransaction(base.pool, async client => {
    await writeNotices(client, [{ stream: facts, items: [notice()] }])
    throw new Error('broken')
  })
  await expect(broken).rejects.toThrow('broken')
  expect(await deliveries()).toEqual([])
})

test('each counts for itself: none replaces another, nor what monitors tell', async () => {
  const { heard, url } = await receiver()
  await webhook('hook', url)
  const monitor = await newMonitor(base.db, 'Mail')
  await change(base.pool, monitor.id, 'OK', 'ALARM')
  await write([notice({ message: '1' }), notice({ message: '2' })])
  await write([notice({ message: '3', state: 'OK' })])
  await engine()

  await until(async () => (await deliveries({ status: 'sent' })).length === 4)
  expect(heard.map(({ body }) => body.message).sort()).toEqual(['1', '2', '3', 'OK to ALARM'])
})

test('what monitors tell goes before what waits of streams', async () => {
  await webhook('hook', 'http://127.0.0.1:9/a')
  const { id: alertId } = await base.db.alert.findUniqueOrThrow({ where: { key: 'hook' } })
  await write([notice(), notice()])
  const monitor = await newMonitor(base.db, 'Mail')
  await change(base.pool, monitor.id, 'OK', 'ALARM')
  const { id } = await base.db.delivery.findFirstOrThrow({ where: { monitorId: monitor.id } })
  expect(await takeDue(base.pool, alertId, 1)).toMatchObject([{ id: String(id) }])
  expect(await takeDue(base.pool, alertId)).toHaveLength(2)
})

test('thousands that end at once go at a pace, which holds back nothing that monitors tell', async () => {
  const { heard, url } = await receiver()
  await webhook('hook', url)
  await write(Array.from({ length: 20 }, (_, i) => notice({ message: `${i}` })))
  await engine({ notices: { burst: 5, perSecond: 0.001 } })
  await until(() => heard.length >= 5)
  const monitor = await newMonitor(base.db, 'Mail')
  await change(base.pool, monitor.id, 'OK', 'ALARM')
  await until(() => heard.some(({ body }) => body.to === 'ALARM' && body.message === 'OK to ALARM'))

  await until(async () => (await deliveries({ status: 'sent' })).length === 6)
  expect(heard.map(({ body }) => body.message).sort()).toEqual([
    '0',
    '1',
    '2',
    '3',
    '4',
    'OK to ALARM',
  ])
  expect(await deliveries({ status: 'queued' })).toHaveLength(15)
})

test('what waits for the pace goes when its time comes', async () => {
  const { heard, url } = await receiver()
  await webhook('hook', url)
  await write(Array.from({ length: 12 }, (_, i) => notice({ message: `${i}` })))
  await engine({ notices: { burst: 2, perSecond: 100 } })
  await until(() => heard.length === 12)
  expect(new Set(heard.map(({ body }) => body.message)).size).toBe(12)
})

test('monitors still tell only what is newest beside them', async () => {
  await webhook('hook', 'http://127.0.0.1:9/a')
  const monitor = await newMonitor(base.db, 'Mail')
  await change(base.pool, monitor.id, 'OK', 'ALARM')
  await write([notice()])
  await change(base.pool, monitor.id, 'ALARM', 'OK')
  expect((await deliveries()).map(({ status }) => status)).toEqual([
    'queued',
    'queued',
    'superseded',
  ])
})

test('what is refused is given up, and a person has it tried again', async () => {
  let status = 410
  const { url, heard } = await receiver((_, response) => {
    response.statusCode = status
    response.end()
  })
  await webhook('hook', url)
  await engine()
  await write([notice()])
  const dead = await until(async () => (await deliveries({ status: 'dead' }))[0])
  expect(dead).toMatchObject({ lastError: expect.stringContaining('410'), attempts: 1 })

  status = 200
  await retryNow(dead.id, ada)
  await until(async () => (await deliveries({ status: 'sent' })).length === 1)
  expect(new Set(heard.map(({ body }) => body.delivery)).size).toBe(1)
  const { change: noted } = await base.db.audit.findFirstOrThrow({
    where: { action: 'retry' },
  })
  expect(noted).toMatchObject({ alert: 'hook', trigger: 'orders', was: 'dead' })
})

test('of a project for some groups, others hear nothing', async () => {
  await webhook('hook', 'http://127.0.0.1:9/a')
  const { id } = await base.db.project.create({ data: { name: 'shop', groups: ['shop'] } })
  await write([notice()], { projectId: id })
  const [delivery] = await deliveries()
  const items = async (groups: string[]) => (await listDeliveries({ all: false, groups }, {})).items
  expect(await items(['shop'])).toHaveLength(1)
  expect(await items(['web'])).toEqual([])
  const outsider = { all: false, groups: [] } as const
  await expect(getDelivery(outsider, delivery?.id ?? 0)).rejects.toThrow('There is no delivery')
  expect((await getAlert(outsider, 'hook')).waiting).toBe(0)
  await expect(retryNow(delivery?.id ?? 0, { ...ada, role: 'editor', groups: [] })).rejects.toThrow(
    'There is no delivery',
  )
})
