import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { everything } from '#lib/access/reach.ts'
import { alertRow, getAlert, listAlerts } from '#lib/alerting/data.ts'
import { listDeliveries } from '#lib/alerting/deliveries/data.ts'
import { createAlert, deleteAlert, retryNow, updateAlert } from '#lib/alerting/mutations.ts'
import { MASK, openSettings } from '#lib/settings.ts'
import { ada, byAda } from '#tests/actor.ts'
import { freshDatabase } from '#tests/database.ts'
import { change, newMonitor } from '#tests/lib/alerting/world.ts'

let base: Awaited<ReturnType<typeof freshDatabase>>

beforeAll(async () => {
  base = await freshDatabase()
})
afterAll(() => base.close())
beforeEach(() => base.pool.query('truncate alert, monitor, graphile_worker._private_jobs cascade'))

const hook = {
  key: 'hook',
  type: 'webhook',
  config: { url: 'https://a.example.com/', secret: 'canary-123' },
}

test('a new alert tells OK, ALARM and ERROR, and shows no secret', async () => {
  expect(await createAlert(hook, byAda)).toMatchObject({
    key: 'hook',
    enabled: true,
    states: ['OK', 'ALARM', 'ERROR'],
    declared: false,
    config: { url: 'https://a.example.com/', secret: MASK },
    waiting: 0,
    lastDelivery: null,
  })
  const { rows } = await base.pool.query('select alert::text as stored from alert')
  expect(rows[0].stored).not.toContain('canary-123')
})

test.each([
  ['an unknown type', { ...hook, type: 'pigeon' }, { type: 'is not a kind of alert' }],
  ['a bad key', { ...hook, key: 'Not A Key' }, { key: expect.stringContaining('must be') }],
  ['an unknown state', { ...hook, states: ['FINE'] }, { 'states.0': expect.any(String) }],
  ['a bad setting', { ...hook, config: { url: 'nowhere' } }, { 'config.url': expect.any(String) }],
  [
    'an unknown setting',
    { ...hook, config: { ...hook.config, ur: 1 } },
    { 'config.ur': 'is not known here' },
  ],
  ['an unknown field', { ...hook, colour: 'red' }, { colour: 'is not known here' }],
])('%s is refused by its name, and nothing is saved', async (_, input, fields) => {
  await expect(createAlert(input, byAda)).rejects.toMatchObject({ name: 'UserError', fields })
  expect(await base.db.alert.count()).toBe(0)
})

test('a key that is taken is a conflict', async () => {
  await createAlert(hook, byAda)
  await expect(createAlert(hook, byAda)).rejects.toMatchObject({ code: 'conflict' })
})

test.each([
  ['left out', {}, 'canary-123'],
  ['given back masked', { secret: MASK }, 'canary-123'],
  ['given anew', { secret: 'another-one' }, 'another-one'],
  ['taken away', { secret: null }, undefined],
])('a secret that is %s', async (_, config, expected) => {
  await createAlert(hook, byAda)
  await updateAlert('hook', { config: { url: 'https://b.example.com/', ...config } }, byAda)
  expect(openSettings(await alertRow('hook'))).toEqual({
    url: 'https://b.example.com/',
    ...(expected ? { secret: expected } : {}),
  })
})

test('switches are changed without touching the settings', async () => {
  await createAlert(hook, byAda)
  const changed = await updateAlert('hook', { enabled: false, states: ['ERROR', 'ERROR'] }, byAda)
  expect(changed).toMatchObject({ enabled: false, states: ['ERROR'], config: { secret: MASK } })
})

test('what the configuration file declares is changed and deleted only by the file', async () => {
  await createAlert(hook, { actor: ada, file: true })
  await expect(updateAlert('hook', { enabled: false }, byAda)).rejects.toMatchObject({
    code: 'conflict',
  })
  await expect(deleteAlert('hook', byAda)).rejects.toMatchObject({ code: 'conflict' })

  expect(await updateAlert('hook', { enabled: false }, { actor: ada, file: true })).toMatchObject({
    declared: true,
    enabled: false,
  })
  await deleteAlert('hook', { actor: ada, file: true })
  await expect(getAlert(everything, 'hook')).rejects.toMatchObject({ code: 'not_found' })
})

test('the list pages by key, searches, and shows the last delivery', async () => {
  for (const key of ['a', 'b', 'c'])
    await createAlert({ ...hook, key, description: `the ${key}` }, byAda)
  const monitor = await newMonitor(base.db, 'Queue', { alerts: ['b'] })
  await change(base.pool, monitor.id, 'OK', 'ALARM')

  const first = await listAlerts(everything, { limit: 2 })
  expect(first).toMatchObject({ items: [{ key: 'a' }, { key: 'b' }], next: 'b' })
  expect(first.items[1]).toMatchObject({
    waiting: 1,
    lastDelivery: { status: 'queued', monitor: 'Queue' },
  })
  expect(await listAlerts(everything, { limit: 2, cursor: 'b' })).toMatchObject({
    items: [{ key: 'c' }],
    next: null,
  })
  expect((await listAlerts(everything, { q: 'THE C' })).items).toMatchObject([{ key: 'c' }])
  expect((await listAlerts(everything, { q: '%' })).items).toEqual([])
})

test('the log of deliveries is filtered and paged', async () => {
  await createAlert({ ...hook, key: 'one' }, byAda)
  await createAlert({ ...hook, key: 'two' }, byAda)
  const queue = await newMonitor(base.db, 'Queue')
  const disk = await newMonitor(base.db, 'Disk')
  await change(base.pool, queue.id, 'OK', 'ALARM')
  await change(base.pool, queue.id, 'ALARM', 'OK')
  await change(base.pool, disk.id, 'OK', 'ERROR')

  const count = async (filter: Parameters<typeof listDeliveries>[1]) =>
    (await listDeliveries(everything, filter)).items.length
  expect(await count({})).toBe(6)
  expect(await count({ alert: 'one' })).toBe(3)
  expect(await count({ monitor: disk.id })).toBe(2)
  expect(await count({ status: 'superseded', alert: 'two' })).toBe(1)
  expect(await count({ q: 'dis' })).toBe(2)

  const page = await listDeliveries(everything, { limit: 4 })
  const rest = await listDeliveries(everything, { limit: 4, cursor: page.next ?? '' })
  expect(rest.next).toBeNull()
  const ids = [...page.items, ...rest.items].map(({ id }) => id)
  expect(ids).toEqual([...ids].sort((a, b) => b - a))
  await expect(listDeliveries(everything, { cursor: 'x' })).rejects.toMatchObject({
    name: 'UserError',
  })
})

test.each([
  ['was sent', `status = 'sent'`, /was sent/],
  ['is under way', `claimed_until = now() + interval '1 minute'`, /is being sent/],
  ['was replaced', `status = 'superseded'`, /was replaced/],
])('a delivery that %s is not tried again on request', async (_, set, refusal) => {
  await createAlert(hook, byAda)
  const monitor = await newMonitor(base.db, 'Queue')
  await change(base.pool, monitor.id, 'OK', 'ALARM')
  await base.pool.query(`update delivery set ${set}`)
  const [delivery] = (await listDeliveries(everything, {})).items
  await expect(retryNow(delivery?.id ?? 0, ada)).rejects.toThrow(refusal)
})

test('a delivery is queued again by the clock of the database, however that of the pages goes', async () => {
  await createAlert(hook, byAda)
  const monitor = await newMonitor(base.db, 'Clocks')
  await change(base.pool, monitor.id, 'OK', 'ALARM')
  await base.pool.query(`update delivery set status = 'dead', next_attempt_at = null`)
  const [delivery] = (await listDeliveries(everything, {})).items
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3_600_000 })
  try {
    await retryNow(delivery?.id ?? 0, ada)
  } finally {
    vi.useRealTimers()
  }
  const { rows } = await base.pool.query(
    `select next_attempt_at <= now() as "isDue", now() - next_attempt_at < interval '10 minutes' as "isNew" from delivery`,
  )
  expect(rows).toEqual([{ isDue: true, isNew: true }])
})

test('a dead delivery is queued again on request, unless a later change went out', async () => {
  await createAlert(hook, byAda)
  const monitor = await newMonitor(base.db, 'Queue')
  await change(base.pool, monitor.id, 'OK', 'ALARM')
  await base.pool.query(
    `update delivery set status = 'dead', next_attempt_at = null, finished_at = now()`,
  )
  const [delivery] = (await listDeliveries(everything, {})).items
  expect(await retryNow(delivery?.id ?? 0, ada)).toMatchObject({
    status: 'queued',
    finishedAt: null,
  })

  await base.pool.query(`update delivery set status = 'dead', next_attempt_at = null`)
  await change(base.pool, monitor.id, 'ALARM', 'OK')
  await expect(retryNow(delivery?.id ?? 0, ada)).rejects.toThrow(/replaced/)
  await expect(retryNow(987_654, ada)).rejects.toMatchObject({ code: 'not_found' })
})
