import { afterAll, beforeAll, expect, test } from 'vitest'
import { createProject } from '#lib/projects/mutations.ts'
import { byAda } from '#tests/actor.ts'
import { asking } from '#tests/app/api/asking.ts'
import { api } from '#tests/app/api/client.ts'
import { freshDatabase } from '#tests/database.ts'
import { saveTrigger, take } from '#tests/lib/streams/feed/world.ts'
import { newStream, newTrigger } from '#tests/lib/streams/reading/world.ts'
import { makePerson } from '#tests/people.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
let orders: number
beforeAll(async () => {
  database = await freshDatabase()
  orders = await newTrigger(database.pool, 'orders')
})
afterAll(() => database.close())

const stateOf = async (id: number) => (await api('GET', `/api/streams/${id}`)).body.state

test('a stream tells its events, what it waits for and what its pipelines said', async () => {
  const { pool } = database
  await saveTrigger(pool, {
    ...{ name: 'shop', distinguished_by: ['order'], expiration: '$first + 1d' },
    ...{ fire_pipeline: 'report', match_criteria: [{ event_type: 'shop.*' }] },
    fire_criteria: [{ event_type: 'shop.paid' }, { event_type: 'shop.sent', number: 2 }],
  })
  const at = Math.floor(Date.now() / 1000) - 60
  await take(pool, [
    { type: 'shop.sent', uid: 'b', at: at + 5, traits: { order: 7, parcel: 'p1' } },
    { type: 'shop.paid', uid: 'a', at, traits: { order: 7, total: 9.5 } },
  ])
  const { body: list } = await api('GET', '/api/streams?trigger=shop&q=7')
  const [{ id }] = list.items
  await pool.query(
    `insert into stream_log (project_id, stream_id, pipeline, attempt, handler, level, message)
     values (1, $1, 'report', 1, '1: log', 'info', 'hello')`,
    [id],
  )
  await pool.query(`delete from event where uid = 'b'`)

  const { status, body } = await api('GET', `/api/streams/${id}`)
  expect(status).toBe(200)
  expect(body).toMatchObject({
    ...{ trigger: 'shop', state: 'active', traits: { order: 7 }, eventCount: 2, fireAt: null },
    ...{ firePipeline: 'report', expirePipeline: null, expiration: '$first + 1d' },
    waitsFor: [
      { words: 'shop.paid', needed: 1, met: 1 },
      { words: 'shop.sent', needed: 2, met: 1 },
    ],
    events: [
      { uid: 'a', event: { type: 'shop.paid', traits: { order: 7, total: 9.5 } } },
      { uid: 'b', event: null },
    ],
    log: [{ pipeline: 'report', attempt: 1, handler: '1: log', message: 'hello' }],
  })

  const { body: first } = await api('GET', `/api/streams/${id}/events?limit=1`)
  expect(first.items).toMatchObject([{ uid: 'a' }])
  const rest = `/api/streams/${id}/events?cursor=${encodeURIComponent(first.next)}`
  expect((await api('GET', rest)).body).toMatchObject({ items: [{ uid: 'b' }], next: null })
})

test('an event leads to the streams that it is in, whatever tells them apart', async () => {
  const { pool } = database
  const of = (name: string, rest: object) =>
    saveTrigger(pool, {
      ...{ name, expiration: '$last + 1d', fire_pipeline: 'report', ...rest },
      ...{ match_criteria: [{ event_type: 'car.*' }], fire_criteria: [{ event_type: 'car.sold' }] },
    })
  await of('all cars', {})
  await of('by day', { distinguished_by: [{ timestamp: 'day' }] })
  await of('by plate', { distinguished_by: ['plate'] })
  await of('by colour', { distinguished_by: ['colour'] })
  const at = Date.now() / 1000
  await take(pool, [
    { type: 'car.made', id: 'tree', uid: 'car-1', at, traits: { plate: 'B1' } },
    { type: 'car.made', id: 'tree', uid: 'car-2', at, traits: { plate: 'B2' } },
  ])
  const { body } = await api('GET', '/api/events/tree/car-1/streams')
  const told = body.items.map((one: { trigger: string; traits: object }) => [
    one.trigger,
    one.traits,
  ])
  expect(new Map(told)).toEqual(
    new Map<string, object>([
      ['all cars', {}],
      ['by day', { timestamp: { begin: expect.any(String), end: expect.any(String) } }],
      ['by plate', { plate: 'B1' }],
    ]),
  )
  expect((await api('GET', '/api/events/tree/car-9/streams')).body).toEqual({ items: [] })
})

test('a list is paged, in both directions, and counted', async () => {
  const trigger = await newTrigger(database.pool, 'paged')
  const ids: number[] = []
  for (let i = 0; i < 3; i++) ids.push(await newStream(database.pool, trigger))
  const { body: page } = await api('GET', '/api/streams?trigger=paged&limit=2')
  expect(page.items.map(({ id }: { id: number }) => id)).toEqual([ids[2], ids[1]])
  const { body: next } = await api('GET', `/api/streams?trigger=paged&cursor=${page.next}`)
  expect(next).toMatchObject({ items: [{ id: ids[0] }], next: null })

  const { body: upwards } = await api('GET', '/api/streams?trigger=paged&limit=2&mark=%2B')
  expect(upwards.items).toMatchObject([{ id: ids[0] }, { id: ids[1] }])
  const further = `/api/streams?trigger=paged&mark=%2B&cursor=${upwards.next}`
  expect((await api('GET', further)).body.items).toMatchObject([{ id: ids[2] }])

  const { body: counts } = await api('GET', '/api/streams/counts?trigger=paged')
  expect(counts).toMatchObject({ total: 3, states: { active: 3, error: 0 } })
})

test.each([
  ['state=sleeping', 'state'],
  ['older_than=whenever', 'older_than'],
  ['distinguishing_traits=order', 'distinguishing_traits'],
  ['mark=xyz', 'mark'],
  ['trigger_name=orders', 'trigger_name'],
])('the list refuses %s, and names the field', async (query, field) => {
  const { status, body } = await api('GET', `/api/streams?${query}`)
  expect([status, Object.keys(body.error.fields)]).toEqual([400, [field]])
})

test('a stream that failed is tried again at once', async () => {
  const id = await newStream(database.pool, orders, { state: 'expire_error', error: 'no' })
  const { status, body } = await api('POST', `/api/streams/${id}/reset`)
  expect(status).toBe(200)
  expect(body).toMatchObject({ state: 'retry_expire', error: null, attempts: 0 })
})

test('a stream is deleted, and gone', async () => {
  const id = await newStream(database.pool, orders)
  expect((await api('DELETE', `/api/streams/${id}`)).status).toBe(204)
  expect((await api('GET', `/api/streams/${id}`)).status).toBe(404)
  expect((await api('POST', `/api/streams/${id}/reset`)).status).toBe(404)
  expect((await api('DELETE', `/api/streams/${id}`)).status).toBe(404)
})

test('all failed streams that fit are tried again, and no others', async () => {
  const trigger = await newTrigger(database.pool, 'failing')
  const add = (state: 'error' | 'expire_error' | 'active', order: string) =>
    newStream(database.pool, trigger, { state, traits: { order } })
  const [failed, other, expired, active] = [
    await add('error', '1'),
    await add('error', '2'),
    await add('expire_error', '1'),
    await add('active', '1'),
  ]
  const asked = { trigger: 'failing', distinguishing_traits: 'order:1' }
  const { body } = await api('POST', '/api/streams/reset', asked)
  expect(body).toEqual({ count: 2, more: false })
  const states = [failed, other, expired, active].map(stateOf)
  expect(await Promise.all(states)).toEqual(['retry_fire', 'error', 'retry_expire', 'active'])
})

test('streams that fit are deleted together, once something says which ones', async () => {
  const trigger = await newTrigger(database.pool, 'purged')
  const done = await newStream(database.pool, trigger, { state: 'completed' })
  const active = await newStream(database.pool, trigger)
  const vague = await api('POST', '/api/streams/purge', { project: 'default' })
  expect([vague.status, vague.body.error.message]).toEqual([
    400,
    'Say which streams are to be deleted: a state, a trigger, traits or times.',
  ])
  const { body } = await api('POST', '/api/streams/purge', {
    trigger: 'purged',
    state: ['completed'],
  })
  expect(body).toEqual({ count: 1, more: false })
  expect((await api('GET', `/api/streams/${done}`)).status).toBe(404)
  expect(await stateOf(active)).toBe('active')
})

test('what a project beyond reach has is not there', async () => {
  await database.db.group.create({ data: { name: 'secret' } })
  const hidden = await createProject({ name: 'hidden', groups: ['secret'] }, byAda)
  const trigger = await newTrigger(database.pool, 'secrets', {}, hidden.id)
  const id = await newStream(database.pool, trigger, { state: 'error', traits: { order: 'x' } })
  const ask = asking((await makePerson({ role: 'editor' })).headers)
  expect((await ask('GET', '/api/streams?q=x')).body.items).toEqual([])
  expect((await ask('GET', `/api/streams/${id}`)).status).toBe(404)
  expect((await ask('GET', `/api/streams/${id}/events`)).status).toBe(404)
  expect((await ask('POST', `/api/streams/${id}/reset`)).status).toBe(404)
  expect((await ask('DELETE', `/api/streams/${id}`)).status).toBe(404)
  expect((await ask('POST', '/api/streams/reset', { trigger: 'secrets' })).body.count).toBe(0)
  expect(await stateOf(id)).toBe('error')
})

test('whoever only looks changes nothing', async () => {
  const id = await newStream(database.pool, orders, { state: 'error' })
  const ask = asking((await makePerson({ role: 'viewer' })).headers)
  expect((await ask('GET', `/api/streams/${id}`)).status).toBe(200)
  expect((await ask('POST', `/api/streams/${id}/reset`)).status).toBe(403)
  expect((await ask('DELETE', `/api/streams/${id}`)).status).toBe(403)
  expect((await ask('POST', '/api/streams/purge', { trigger: 'orders' })).status).toBe(403)
})
