import { afterAll, beforeAll, expect, test } from 'vitest'
import { api } from '#tests/app/api/client.ts'
import { freshDatabase } from '#tests/database.ts'
import { openReceiver } from '#tests/flows/receiver.ts'
import { type Roles, startRoles } from '#tests/flows/roles.ts'
import { until } from '#tests/until.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
let roles: Roles
let alerted: Awaited<ReturnType<typeof openReceiver>>
let posted: Awaited<ReturnType<typeof openReceiver>>
let key: string
beforeAll(async () => {
  database = await freshDatabase()
  ;[alerted, posted] = [await openReceiver(), await openReceiver()]
  roles = await startRoles(database.url)
  key = (await database.db.projectKey.findFirstOrThrow({ where: { projectId: 1 } })).publicKey

  const hook = (url: string) => ({ type: 'webhook', config: { url } })
  await made('/api/alerts', { key: 'oncall', ...hook(alerted.url) })
  await made('/api/alerts', { key: 'billing', states: [], ...hook(posted.url) })
  await made('/api/pipelines', {
    yaml: 'bill:\n  - name: webhook\n    params: { alert: billing }\n  - name: event\n    params: { type: billed }\n',
  })
  await made('/api/pipelines', {
    yaml: 'alarm:\n  - name: alert\n    params: { message: "Order {{order}} is overdue", alerts: [oncall] }\n',
  })
  await made('/api/triggers', trigger('orders', '$timestamp + 1h'))
  await made('/api/triggers', { ...trigger('rush', '$timestamp + 2s'), ...matching('rush.*') })
})
afterAll(async () => {
  await roles?.stop()
  await Promise.all([alerted?.close(), posted?.close()])
  await database?.close()
})

const matching = (type: string) => ({ match_criteria: [{ event_type: type }] })
const trigger = (name: string, expiration: string) => ({
  ...{ name, expiration, ...matching('order.*'), distinguished_by: ['order'] },
  fire_criteria: [{ event_type: '*.placed' }, { event_type: '*.paid' }],
  ...{ fire_pipeline: 'bill', expire_pipeline: 'alarm' },
})

async function made(path: string, body: object) {
  const answer = await api('POST', path, body)
  expect([path, answer.status, answer.body.error]).toEqual([path, 201, undefined])
}

const post = async (events: readonly object[]) =>
  fetch(`${roles.intake}/events`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify(events),
  })

/** Sends until it is taken, as senders do; what was taken before is recognised. */
const take = (events: readonly object[]) =>
  until(() =>
    post(events).then(
      ({ ok }) => ok,
      () => false,
    ),
  )

const placed = (order: string) => ({
  ...{ type: 'order.placed', uid: `${order}-placed`, traits: { order } },
})
const paid = (order: string) => ({ type: 'order.paid', uid: `${order}-paid`, traits: { order } })
const ordersIn = (received: typeof posted.received) =>
  received.map(({ body }) => (body as never as { stream: Told }).stream.traits.order).toSorted()

interface Told {
  traits: { order: string }
}

const completed = async (): Promise<string[]> => {
  const { body } = await api('GET', '/api/events?q=type%20%3D%20billed&limit=200')
  return body.items.map(({ traits }: Told) => traits.order).toSorted()
}

test('what came over HTTP and is complete is sent on, and what is not in time raises the alarm', async () => {
  await take([placed('A'), paid('A'), { ...placed('B'), type: 'rush.placed' }])
  await until(() => ordersIn(posted.received).includes('A'))
  expect(await completed()).toEqual(['A'])

  const { body } = await until(() => alerted.received[0])
  expect(body).toMatchObject({ message: 'Order B is overdue' })
  await until(async () => {
    const { body } = await api('GET', '/api/deliveries')
    return body.items.length === 1 && body.items[0].status === 'sent'
  })
})

test('killing the engine and the intake again and again loses no order and counts none twice', async () => {
  const orders = Array.from({ length: 40 }, (_, number) => `C${String(number).padStart(2, '0')}`)
  const sending = (async () => {
    for (const order of orders) {
      await take([placed(order)])
      await take([paid(order), placed(order)])
    }
  })()
  for (const role of ['engine', 'intake'] as const) {
    const before = await completed()
    await until(async () => (await completed()).length > Math.min(before.length + 5, 35))
    await roles.kill(role)
    await roles.start(role)
  }
  await sending

  await until(async () => new Set(ordersIn(posted.received)).size === orders.length + 1)
  expect(await completed()).toEqual(['A', ...orders])
  const { rows } = await database.pool.query(
    `select state, count(*)::int from stream where traits ->> 'order' like 'C%' group by state`,
  )
  expect(rows).toEqual([{ state: 'completed', count: orders.length }])
})
