import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Handler } from '#app/_server/endpoint.ts'
import { GET as getEvent } from '#app/v1/events/[uid]/route.ts'
import { GET as countEvents } from '#app/v1/events/count/route.ts'
import { GET as getEvents } from '#app/v1/events/route.ts'
import * as one from '#app/v1/streams/[id]/route.ts'
import { GET as countStreams } from '#app/v1/streams/count/route.ts'
import { GET as getStreams } from '#app/v1/streams/route.ts'
import { createProject } from '#lib/projects/mutations.ts'
import { byAda } from '#tests/actor.ts'
import { BASE, read } from '#tests/app/api/client.ts'
import { freshDatabase } from '#tests/database.ts'
import { saveTrigger, take } from '#tests/lib/streams/feed/world.ts'
import { newStream, newTrigger } from '#tests/lib/streams/reading/world.ts'
import { makeToken } from '#tests/people.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
let viewer: Record<string, string>
let editor: Record<string, string>
/** Streams, the oldest first. */
let ids: number[]
beforeAll(async () => {
  database = await freshDatabase()
  viewer = (await makeToken({ role: 'viewer' })).headers
  editor = (await makeToken({ role: 'editor' })).headers
  const { pool } = database
  await saveTrigger(pool, {
    ...{ name: 'vm', distinguished_by: ['instance_id', { timestamp: 'day' }] },
    ...{ expiration: '$last + 1d', fire_pipeline: 'usage' },
    ...{ match_criteria: [{ event_type: 'vm.*' }], fire_criteria: [{ event_type: 'vm.end' }] },
  })
  // 2015-04-22T21:06:09.400561
  await take(pool, [
    {
      type: 'vm.begin',
      uid: 'm1',
      at: 1429736769.400561,
      traits: { instance_id: 'i1', memory_mb: 512 },
    },
    {
      type: 'vm.exists',
      uid: 'm2',
      at: 1429736770,
      traits: { instance_id: 'i1', memory_mb: 1024 },
    },
    { type: 'vm.begin', uid: 'm3', at: 1429736771, traits: { instance_id: 'i2', memory_mb: 512 } },
  ])
  const { rows } = await pool.query<{ id: string }>('select id from stream order by id')
  ids = rows.map(({ id }) => Number(id))
})
afterAll(() => database.close())

async function ask(handler: Handler | undefined, query = '', params = {}, headers = viewer) {
  const request = new Request(`${BASE}/v1/x?${query}`, { headers })
  if (!handler) throw new Error('no such handler')
  return read(await handler(request, { params: Promise.resolve(params) }))
}

test('streams are told as Quincy told them', async () => {
  const { body } = await ask(getStreams)
  expect(body.map(({ id }: { id: number }) => id)).toEqual(ids.toReversed())
  expect(body[1]).toEqual({
    id: ids[0],
    ...{ name: 'vm', state: 'active', state_serial_no: 0, fire_timestamp: null },
    first_event: { __type__: 'datetime', datetime: '2015-04-22T21:06:09.400561' },
    last_event: { __type__: 'datetime', datetime: '2015-04-22T21:06:10' },
    expire_timestamp: { __type__: 'datetime', datetime: '2015-04-23T21:06:10' },
    distinguishing_traits: {
      instance_id: 'i1',
      timestamp: {
        __type__: 'timex.TimeRange',
        ...{ begin: '2015-04-22T00:00:00', end: '2015-04-23T00:00:00' },
      },
    },
    _mark: ids[0]?.toString(16),
  })
})

describe('streams', () => {
  test.each<[string, number[]]>([
    ['limit=1', [1]],
    ['mark=%2B', [0, 1]],
    ['trigger_name=vm&state=active', [1, 0]],
    ['name=nothing', []],
    ['state=error', []],
    ['distinguishing_traits=instance_id:i1', [0]],
    ['distinguishing_traits=instance_id:i1,timestamp:2015-04-22/2015-04-23', [0]],
    ['older_than=2015-04-22T21:06:10', [0]],
    ['younger_than=2015-04-22T21:06:10', [1]],
    ['comma=x', [1, 0]],
  ])('are found by %s, and counted', async (query, places) => {
    const { body } = await ask(getStreams, query)
    expect(body.map(({ id }: { id: number }) => ids.indexOf(id))).toEqual(places)
    if (/limit|mark/.test(query)) return
    expect((await ask(countStreams, query)).body).toEqual([{ count: places.length }])
  })

  test('are paged by the mark of the last one', async () => {
    const [{ _mark }] = (await ask(getStreams, 'limit=1')).body
    expect((await ask(getStreams, `mark=${_mark}`)).body).toMatchObject([{ id: ids[0] }])
  })

  test('have their events with details', async () => {
    const params = { id: String(ids[0]) }
    expect((await ask(one.GET, '', params)).body[0]).not.toHaveProperty('events')
    expect((await ask(one.GET, 'details=False', params)).body[0]).not.toHaveProperty('events')
    const { body } = await ask(one.GET, 'details=True', params)
    expect(body[0].events).toMatchObject([
      { message_id: 'm1' },
      { message_id: 'm2', memory_mb: 1024 },
    ])
  })

  test('are reset and purged by whoever may', async () => {
    const trigger = await newTrigger(database.pool, 'old')
    const id = String(await newStream(database.pool, trigger, { state: 'error' }))
    expect((await ask(one.PUT, '', { id })).status).toBe(403)
    expect((await ask(one.PUT, '', { id }, editor)).status).toBe(204)
    expect((await ask(one.GET, '', { id })).body).toMatchObject([{ state: 'retry_fire' }])
    expect((await ask(one.DELETE, '', { id }, editor)).status).toBe(204)
    expect((await ask(one.GET, '', { id })).status).toBe(404)
  })
})

describe('events', () => {
  test.each<[string, string[]]>([
    ['', ['m3', 'm2', 'm1']],
    ['mark=%2B&limit=2', ['m1', 'm2']],
    ['event_name=vm.begin', ['m3', 'm1']],
    ['name=vm.exists', ['m2']],
    ['traits=memory_mb:512;instance_id:i1', ['m1']],
    ['from_datetime=2015-04-22T21:06:09.400561', ['m3', 'm2']],
    ['from_datetime=2015-04-22T21:06:09.400560&to_datetime=2015-04-22T21:06:10', ['m2', 'm1']],
  ])('are found by %s, and counted', async (query, uids) => {
    const { body } = await ask(getEvents, query)
    expect(body.map(({ message_id }: { message_id: string }) => message_id)).toEqual(uids)
    if (/limit|mark/.test(query)) return
    expect((await ask(countEvents, query)).body).toEqual([{ count: uids.length }])
  })

  test('are paged by the mark of the last one', async () => {
    for (const [first, uids] of [
      ['limit=2', ['m1']],
      ['limit=2&mark=%2B', ['m3']],
    ] as const) {
      const { body } = await ask(getEvents, first)
      const mark = encodeURIComponent(body[1]._mark)
      const { body: next } = await ask(getEvents, `mark=${mark}`)
      expect(next.map(({ message_id }: { message_id: string }) => message_id)).toEqual(uids)
    }
    expect((await ask(getEvents, 'mark=12ab')).status).toBe(400)
  })

  test('are told with their traits beside what they always have', async () => {
    expect((await ask(getEvent, '', { uid: 'm1' })).body).toEqual({
      ...{ message_id: 'm1', event_name: 'vm.begin', event_type: 'vm.begin' },
      timestamp: { __type__: 'datetime', datetime: '2015-04-22T21:06:09.400561' },
      ...{ instance_id: 'i1', memory_mb: 512 },
    })
    expect((await ask(getEvent, '', { uid: 'm9' })).status).toBe(404)
  })
})

test('what a project beyond reach has is not there', async () => {
  const inside = (await makeToken({ role: 'viewer', groups: ['night'] })).headers
  const hidden = await createProject({ name: 'hidden', groups: ['night'] }, byAda)
  const trigger = await newTrigger(database.pool, 'secret', {}, hidden.id)
  const id = String(await newStream(database.pool, trigger))
  await take(database.pool, [{ type: 'secret.a', uid: 'm7' }], { projectId: hidden.id })
  const all = [
    ...[ask(getStreams, 'name=secret'), ask(getEvents, 'event_name=secret.a')],
    ...[ask(countStreams, 'name=secret'), ask(countEvents, 'event_name=secret.a')],
    ...[ask(one.GET, '', { id }), ask(getEvent, '', { uid: 'm7' })],
  ]
  const bodies = (await Promise.all(all)).map(({ status, body }) =>
    status === 200 ? body : status,
  )
  expect(bodies).toEqual([[], [], [{ count: 0 }], [{ count: 0 }], 404, 404])
  expect((await ask(getEvent, '', { uid: 'm7' }, inside)).status).toBe(200)
  expect((await ask(one.GET, '', { id }, inside)).status).toBe(200)
})

test('whoever shows no token sees nothing', async () => {
  for (const handler of [getStreams, countStreams, getEvents, countEvents])
    expect((await ask(handler, '', {}, {})).status).toBe(401)
})
