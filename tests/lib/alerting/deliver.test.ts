import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { everything } from '#lib/access/reach.ts'
import { listDeliveries } from '#lib/alerting/deliveries/data.ts'
import { createAlert, deleteAlert, retryNow, updateAlert } from '#lib/alerting/mutations.ts'
import { DELIVERIES, wakeOverdue } from '#lib/alerting/outbox/outbox.ts'
import { ada, byAda } from '#tests/actor.ts'
import { freshDatabase } from '#tests/database.ts'
import {
  change,
  newMonitor,
  startEngine,
  startReceiver,
  takeDue,
} from '#tests/lib/alerting/world.ts'

let base: Awaited<ReturnType<typeof freshDatabase>>
const cleanups: (() => Promise<void>)[] = []

beforeAll(async () => {
  base = await freshDatabase()
})
afterAll(() => base.close())
beforeEach(() => base.pool.query('truncate alert, monitor, graphile_worker._private_jobs cascade'))
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
  return started
}

const webhook = (key: string, url: string, rest: object = {}) =>
  createAlert({ key, type: 'webhook', config: { url }, ...rest }, byAda)

const statuses = async (alert: string) =>
  (await listDeliveries(everything, { alert })).items.map(({ status }) => status).reverse()

const until = (check: () => unknown) =>
  vi.waitFor(
    async () => {
      await check()
    },
    { timeout: 20_000, interval: 20 },
  )

test('a change is delivered with its id, and recorded with its attempt', async () => {
  const { heard, url } = await receiver()
  await webhook('hook', url)
  const monitor = await newMonitor(base.db, 'Queue', { runbook: 'Look at it.', tags: ['mail'] })
  await engine()

  await change(base.pool, monitor.id, 'OK', 'ALARM')
  await until(async () => expect(await statuses('hook')).toEqual(['sent']))

  const [delivery] = (await listDeliveries(everything, {})).items
  expect(delivery).toMatchObject({ attempts: 1, nextAttemptAt: null, lastError: null })
  expect(delivery?.log).toMatchObject([{ ok: true, status: '200', error: null }])
  expect(heard).toHaveLength(1)
  expect(heard[0]?.headers['belfry-delivery']).toBe(delivery?.uid)
  expect(heard[0]?.body).toMatchObject({
    delivery: delivery?.uid,
    to: 'ALARM',
    value: 67,
    monitor: {
      name: 'Queue',
      tags: ['mail'],
      url: `https://belfry.example.com/monitors/${monitor.id}`,
      runbookUrl: `https://belfry.example.com/monitors/${monitor.id}#runbook`,
    },
  })
  const { rows } = await base.pool.query('select 1 from graphile_worker._private_jobs')
  expect(rows).toEqual([])
})

test('changes of one monitor arrive in their order, one at a time', async () => {
  let inFlight = 0
  let most = 0
  const { heard, url } = await receiver((_, response) => {
    most = Math.max(most, ++inFlight)
    setTimeout(() => {
      inFlight--
      response.end()
    }, 30)
  })
  await webhook('hook', url)
  const monitor = await newMonitor(base.db, 'Flapping')
  await engine()
  await engine()

  for (const [i, to] of (['ALARM', 'OK', 'ALARM', 'OK', 'ALARM', 'OK'] as const).entries())
    await change(base.pool, monitor.id, to === 'OK' ? 'ALARM' : 'OK', to, { message: String(i) })
  await until(async () => expect(await statuses('hook')).not.toContain('queued'))

  const order = heard.map(({ body }) => Number(body.message))
  expect(order).toEqual([...order].sort())
  expect(order.at(-1)).toBe(5)
  expect(most).toBe(1)
})

test('what waits is replaced by a later change, and says by which', async () => {
  let isDown = true
  const { heard, url } = await receiver((_, response) => {
    response.statusCode = isDown ? 503 : 200
    response.end()
  })
  await webhook('hook', url)
  const monitor = await newMonitor(base.db, 'Queue')
  await engine()

  await change(base.pool, monitor.id, 'OK', 'ALARM')
  await until(async () =>
    expect((await listDeliveries(everything, {})).items[0]).toMatchObject({
      attempts: 1,
      sending: false,
    }),
  )
  isDown = false
  await change(base.pool, monitor.id, 'ALARM', 'OK')
  await until(async () => expect(await statuses('hook')).toEqual(['superseded', 'sent']))

  const [later, earlier] = (await listDeliveries(everything, {})).items
  expect(earlier).toMatchObject({ supersededBy: later?.id, nextAttemptAt: null })
  expect(heard.map(({ body }) => body.to)).toEqual(['ALARM', 'OK'])
})

test('a dead channel delays no other', async () => {
  const { url: silent, heard: unheard } = await receiver(() => {})
  const { url, heard } = await receiver()
  await webhook('dead', silent)
  await webhook('alive', url)
  await engine()
  for (let i = 0; i < 20; i++) {
    const monitor = await newMonitor(base.db, `Monitor ${i}`)
    await change(base.pool, monitor.id, 'OK', 'ALARM')
  }

  await until(() => expect(heard).toHaveLength(20))
  await until(async () => expect(new Set(await statuses('alive'))).toEqual(new Set(['sent'])))
  expect(new Set(await statuses('dead'))).toEqual(new Set(['queued']))
  expect(unheard).toHaveLength(4)
})

test('a channel that says that it is too much is left in peace', async () => {
  const { url: busy, heard: asked } = await receiver((_, response) => {
    response.writeHead(429, { 'retry-after': '3600' }).end()
  })
  const { url, heard } = await receiver()
  await webhook('busy', busy)
  await webhook('alive', url)
  await engine()
  for (let i = 0; i < 20; i++) {
    const monitor = await newMonitor(base.db, `Monitor ${i}`)
    await change(base.pool, monitor.id, 'OK', 'ALARM')
  }
  await until(() => expect(heard).toHaveLength(20))
  await until(async () => expect(await base.db.deliveryAttempt.count()).toBeGreaterThan(20))
  expect(asked.length).toBeGreaterThan(0)
  expect(asked.length).toBeLessThanOrEqual(4)
})

test('what takes longer than a lease stays with the engine that sends it', async () => {
  let answer = () => {}
  const { heard, url } = await receiver((_, response) => {
    answer = () => void response.end()
  })
  await webhook('hook', url)
  const monitor = await newMonitor(base.db, 'Queue')
  await engine({ leaseMs: 600 })
  await change(base.pool, monitor.id, 'OK', 'ALARM')
  await until(() => expect(heard).toHaveLength(1))

  const leasedUntil = async () => (await base.db.delivery.findFirstOrThrow()).claimedUntil
  const first = await leasedUntil()
  await until(async () => expect(await leasedUntil()).not.toEqual(first))
  answer()
  await until(async () => expect(await statuses('hook')).toEqual(['sent']))
  expect(heard).toHaveLength(1)
})

test('what an engine took and came to too late is not sent by it', async () => {
  const { heard, url } = await receiver()
  await webhook('hook', url)
  const monitor = await newMonitor(base.db, 'Queue')
  await engine({ leaseMs: 0 })
  await change(base.pool, monitor.id, 'OK', 'ALARM')
  await until(async () => {
    await wakeOverdue(base.pool, DELIVERIES)
    expect((await base.db.delivery.findFirstOrThrow()).attempts).toBeGreaterThan(1)
  })
  expect(heard).toEqual([])
})

test('a channel that never answers is given up after its limit and tried again later', async () => {
  const { url } = await receiver(() => {})
  await webhook('hook', url)
  const monitor = await newMonitor(base.db, 'Queue')
  await engine({ sendLimitMs: 100 })

  await change(base.pool, monitor.id, 'OK', 'ALARM')
  await until(async () =>
    expect((await listDeliveries(everything, {})).items[0]?.log).toMatchObject([
      { ok: false, status: 'timeout', error: 'no answer within 0.1 s' },
    ]),
  )
  const [delivery] = (await listDeliveries(everything, {})).items
  expect(delivery).toMatchObject({ status: 'queued', attempts: 1, sending: false })
  const wait = Date.parse(delivery?.nextAttemptAt ?? '') - Date.parse(delivery?.log[0]?.at ?? '')
  expect(wait).toBeGreaterThan(7_000)
})

test('a permanent refusal is not tried again, and its reason is kept without the secret', async () => {
  const { url } = await receiver((_, response) => {
    response.statusCode = 404
    response.end('no hook with hunter22hunter22 here')
  })
  await webhook('hook', url, { config: { url, secret: 'hunter22hunter22' } })
  const monitor = await newMonitor(base.db, 'Queue')
  await engine()

  await change(base.pool, monitor.id, 'OK', 'ALARM')
  await until(async () => expect(await statuses('hook')).toEqual(['dead']))
  const [delivery] = (await listDeliveries(everything, {})).items
  expect(delivery).toMatchObject({ nextAttemptAt: null, log: [{ status: '404' }] })
  expect(delivery?.lastError).toMatch(/answered 404: no hook with ••• here/)
})

test('what a killed process had claimed is sent by another, with the same id', async () => {
  const { heard, url } = await receiver()
  await webhook('hook', url)
  const monitor = await newMonitor(base.db, 'Queue')
  await change(base.pool, monitor.id, 'OK', 'ALARM')
  const alert = await base.db.alert.findFirstOrThrow()

  // A process claims it, perhaps even sends it, and is gone before it can record anything.
  expect(await takeDue(base.pool, alert.id)).toMatchObject([{ attempts: 1 }])
  expect(await takeDue(base.pool, alert.id)).toEqual([])
  await base.pool.query('truncate graphile_worker._private_jobs')
  expect(await wakeOverdue(base.pool, DELIVERIES)).toBe(0)

  await base.pool.query(
    `update delivery set claimed_until = now() - interval '1 second', next_attempt_at = now() - interval '1 second'`,
  )
  expect(await wakeOverdue(base.pool, DELIVERIES)).toBe(1)
  await engine()
  await until(async () => expect(await statuses('hook')).toEqual(['sent']))
  const [delivery] = (await listDeliveries(everything, {})).items
  expect(delivery).toMatchObject({ attempts: 2, uid: heard[0]?.body.delivery })
})

test('an engine that is stopped gives back what it was sending, unspent', async () => {
  const { url, heard } = await receiver(() => {})
  await webhook('hook', url)
  const monitor = await newMonitor(base.db, 'Queue')
  const stopping = await startEngine(base.pool)
  await change(base.pool, monitor.id, 'OK', 'ALARM')
  await until(() => expect(heard).toHaveLength(1))
  await stopping.stop()

  expect((await listDeliveries(everything, {})).items[0]).toMatchObject({
    status: 'queued',
    attempts: 0,
    sending: false,
    log: [],
  })
  await engine()
  await until(() => expect(heard).toHaveLength(2))
  expect(heard[1]?.body.delivery).toBe(heard[0]?.body.delivery)
})

test('a delivery whose job was lost is woken by the net under it', async () => {
  const { url } = await receiver()
  await webhook('hook', url)
  const monitor = await newMonitor(base.db, 'Queue')
  await change(base.pool, monitor.id, 'OK', 'ALARM')
  await base.pool.query('delete from graphile_worker._private_jobs')
  await engine()

  expect(await wakeOverdue(base.pool, DELIVERIES)).toBe(0)
  await base.pool.query(`update delivery set next_attempt_at = now() - interval '2 minutes'`)
  expect(await wakeOverdue(base.pool, DELIVERIES)).toBe(1)
  await until(async () => expect(await statuses('hook')).toEqual(['sent']))
})

test('an alert that was switched off lets its waiting deliveries die, with the reason', async () => {
  const { heard, url } = await receiver()
  await webhook('hook', url)
  const monitor = await newMonitor(base.db, 'Queue')
  await change(base.pool, monitor.id, 'OK', 'ALARM')
  await updateAlert('hook', { enabled: false }, byAda)
  await engine()

  await until(async () => expect(await statuses('hook')).toEqual(['dead']))
  expect((await listDeliveries(everything, {})).items[0]?.lastError).toBe(
    'the alert was switched off',
  )
  expect(heard).toEqual([])
})

test('an alert that is deleted while it sends leaves nothing behind', async () => {
  const { url, heard } = await receiver((_, response) => {
    void deleteAlert('hook', byAda).then(() => response.end())
  })
  await webhook('hook', url)
  const monitor = await newMonitor(base.db, 'Queue')
  const { deliver } = await engine()
  await change(base.pool, monitor.id, 'OK', 'ALARM')

  await until(() => expect(heard).toHaveLength(1))
  await deliver.settled()
  expect(await base.db.delivery.count()).toBe(0)
})

test('settings that cannot be used any more are tried again, since they may be mended', async () => {
  const { url } = await receiver()
  await webhook('hook', url)
  const monitor = await newMonitor(base.db, 'Queue')
  await base.db.alert.updateMany({ data: { config: { url: 'not an address' } } })
  await engine()
  await change(base.pool, monitor.id, 'OK', 'ALARM')
  await until(async () =>
    expect((await listDeliveries(everything, {})).items[0]).toMatchObject({
      status: 'queued',
      log: [{ status: 'settings', error: expect.stringContaining('config.url') }],
    }),
  )

  await updateAlert('hook', { config: { url } }, byAda)
  const [delivery] = (await listDeliveries(everything, {})).items
  await retryNow(delivery?.id ?? 0, ada)
  await until(async () => expect(await statuses('hook')).toEqual(['sent']))
})

test('a clock that is set a day ahead gives nothing up', async () => {
  const { url } = await receiver((_, response) => response.writeHead(500).end())
  await webhook('hook', url)
  const monitor = await newMonitor(base.db, 'Queue')
  vi.setSystemTime(Date.now() + 25 * 3_600_000)
  cleanups.push(async () => void vi.useRealTimers())
  await engine()

  await change(base.pool, monitor.id, 'OK', 'ALARM')
  await until(async () => {
    const [delivery] = (await listDeliveries(everything, { alert: 'hook' })).items
    expect(delivery?.log).toHaveLength(1)
  })
  expect(await statuses('hook')).toEqual(['queued'])
})
