import { afterAll, beforeAll, expect, test } from 'vitest'
import { compileTrigger } from '#lib/streams/definition/compile.ts'
import { triggerDefinition } from '#lib/streams/definition/schema.ts'
import { replay } from '#lib/streams/replay/data.ts'
import type { Replay } from '#lib/streams/replay/result.ts'
import { isoOf } from '#lib/streams/timex/iso.ts'
import { api } from '#tests/app/api/client.ts'
import { freshDatabase } from '#tests/database.ts'
import { saveTrigger, streamsIn, take } from '#tests/lib/streams/feed/world.ts'

/** Unix seconds of a moment with microseconds, some hours ago. */
const start = Math.floor(Date.now() / 1000) - 5 * 3_600 + 0.000_123
const iso = (minutes: number) => isoOf(Math.round((start + minutes * 60) * 1e6))
const range = { from: new Date((start - 60) * 1000).toISOString() }

const orders = {
  name: 'Orders',
  distinguished_by: ['order'],
  expiration: '$last + 1h',
  fire_pipeline: 'bill',
  match_criteria: [{ event_type: 'order.*' }],
  fire_criteria: [{ event_type: 'order.placed' }, { event_type: 'order.paid' }],
}

let database: Awaited<ReturnType<typeof freshDatabase>>
beforeAll(async () => {
  database = await freshDatabase()
  const { pool } = database
  await pool.query(
    `insert into pipeline (project_id, name, handlers, source) values (1, 'bill', '["log"]', '')`,
  )
  const event = (minute: number, type: string, traits: object) => ({
    ...{ at: start + minute * 60, type, traits, uid: `${type} ${minute}` },
  })
  await take(pool, [
    event(0, 'order.placed', { order: 'A' }),
    event(1, 'order.placed', { order: 'B' }),
    event(2, 'shipment', { order: 'A' }),
    event(3, 'order.paid', { order: 'A' }),
    event(4, 'order.paid', {}),
    event(290, 'order.placed', { order: 'C' }),
  ])
})
afterAll(() => database.close())

test('a trigger that is not saved is run over past events, and nothing comes of it', async () => {
  const { status, body } = await api('POST', '/api/triggers/replay', { ...orders, ...range })
  expect(status).toBe(200)
  expect(body).toMatchObject({
    ...{ stopped: null, events: { read: 5, taken: 4 } },
    others: { count: 1, types: [{ type: 'shipment', count: 1 }] },
    ...{ opened: 3, fired: 1, expired: 1, active: 1 },
    streams: [
      {
        ...{ state: 'fired', traits: { order: 'A' }, eventCount: 2 },
        ...{ openedAt: iso(0), lastEvent: iso(3), fireAt: iso(3), endedAt: iso(3) },
        events: [
          { uid: 'order.placed 0', type: 'order.placed', at: iso(0) },
          { uid: 'order.paid 3', type: 'order.paid', at: iso(3) },
        ],
      },
      { state: 'expired', traits: { order: 'B' }, fireAt: null, endedAt: iso(61) },
      {
        ...{ state: 'active', traits: { order: 'C' }, endedAt: null, expireAt: iso(350) },
        waitsFor: [
          { words: 'order.placed', needed: 1, met: 1 },
          { words: 'order.paid', needed: 1, met: 0 },
        ],
      },
    ],
  })
  expect(body.looked[0].reasons).toEqual([
    {
      ...{ reason: "not 'order'", count: 1 },
      examples: [{ uid: 'order.paid 4', type: 'order.paid', at: iso(4) }],
    },
  ])
  expect(body.report).toEqual(
    expect.arrayContaining([
      '---- Trigger Definition: Orders ----',
      'Match Criteria: 5 checks, 5 passed',
      " - not 'order' = 1",
      'Counter "Streams fired" = 1',
    ]),
  )
  expect(await streamsIn(database.pool)).toEqual([])
})

test('a range holds its beginning and not its end', async () => {
  const within = { from: iso(1), to: iso(3) }
  const { body } = await api('POST', '/api/triggers/replay', { ...orders, ...within })
  expect(body).toMatchObject({ events: { read: 1 }, opened: 1, active: 1, to: isoAtMs(iso(3)) })
})

/** Ranges are told in milliseconds. */
const isoAtMs = (at: string) => `${at.slice(0, 23)}000Z`

test('what of a range the store does not have is told', async () => {
  const daysAgo = (days: number) => new Date((start - days * 86_400) * 1000).toISOString()
  const of = async (from: string, to?: string) =>
    (await api('POST', '/api/triggers/replay', { ...orders, from, to })).body
  const missing = `The store has no events from before ${daysAgo(0).slice(0, 10)}. Those that are in the archive are not replayed.`
  expect(await of(daysAgo(9))).toMatchObject({ missing, opened: 3 })
  expect(await of(daysAgo(9), daysAgo(8))).toMatchObject({
    missing,
    opened: 0,
    to: expect.any(String),
  })
  expect(await of(iso(1))).toMatchObject({ missing: null })
})

test('a saved one is run by its number, and one in YAML by its text', async () => {
  const { body: saved } = await api('POST', '/api/triggers', orders)
  const byNumber = await api('POST', `/api/triggers/${saved.id}/replay`, range)
  expect(byNumber.body).toMatchObject({ opened: 3, fired: 1 })
  const byText = await api('POST', '/api/triggers/replay', { yaml: saved.yaml, ...range })
  expect({ ...byText.body, to: '' }).toEqual({ ...byNumber.body, to: '' })
})

test('what is wrong with one is told by its fields, in YAML with line and column', async () => {
  const fields = async (body: object) =>
    (await api('POST', '/api/triggers/replay', body)).body.error.fields
  expect(await fields({ ...orders, expiration: 'week' })).toEqual({
    expiration: 'is not valid at 1: week is none of hour, day, month, year',
  })
  expect(await fields({ yaml: 'name: x\nexpires: 1\n' })).toMatchObject({
    expires: 'line 2, column 1: is not known here',
  })
  expect(await fields({ ...orders, from: iso(3), to: iso(1) })).toEqual({
    from: 'must not be after `to`',
  })
  expect(await fields({ ...orders, from: 'soon' })).toHaveProperty('from')
})

test('pipelines need not be there', async () => {
  const draft = { ...orders, ...range, fire_pipeline: 'not made yet' }
  expect((await api('POST', '/api/triggers/replay', draft)).status).toBe(200)
})

test('events of a project that is not reached, or not there, are not found', async () => {
  const ask = (path: string, body: object) => api('POST', path, body)
  expect((await ask('/api/triggers/replay', { ...orders, project: 'none' })).status).toBe(404)
  expect((await ask('/api/triggers/999/replay', {})).status).toBe(404)
})

test('whoever goes away is not waited for, and that is no bug', async () => {
  const trigger = compileTrigger(triggerDefinition.parse(orders))
  const gone = { projectId: 1, from: new Date(range.from) }
  const asking = new AbortController()
  const replaying = replay(trigger, gone, { signal: asking.signal })
  asking.abort()
  await expect(replaying).rejects.toMatchObject({ name: 'UserError', code: 'unavailable' })
  await expect(replay(trigger, gone, { signal: asking.signal })).rejects.toMatchObject({
    ...{ name: 'UserError', code: 'unavailable' },
  })
})

test('when it takes too long it says where it stopped', async () => {
  const trigger = compileTrigger(triggerDefinition.parse(orders))
  const asked = { projectId: 1, from: new Date(range.from) }
  const result = await replay(trigger, asked, {
    signal: new AbortController().signal,
    limitMs: 0,
  })
  expect(result.stopped).toBe('It took too long; ask for a shorter range.')
  expect(result.to < iso(290)).toBe(true)
})

test('without any event nothing comes of it', async () => {
  const asked = { ...orders, match_criteria: [{ event_type: 'nothing' }], ...range }
  const { body } = await api('POST', '/api/triggers/replay', asked)
  expect(body).toMatchObject({ events: { read: 0, taken: 0 }, others: { count: 6 }, streams: [] })
})

test('what it says is what becomes of the same events when they are stored', async () => {
  const jobs = {
    ...{
      name: 'Jobs',
      distinguished_by: ['job'],
      expiration: '$timestamp + 1d',
      fire_delay: 3_600,
    },
    ...{ fire_pipeline: 'bill', match_criteria: [{ event_type: 'job.*' }] },
    fire_criteria: [{ event_type: 'job.step', number: 3 }, { event_type: 'job.end' }],
  }
  await saveTrigger(database.pool, jobs)
  const at = Date.now() / 1000 - 60
  const types = ['job.step', 'job.step', 'job.end', 'job.note']
  const events = Array.from({ length: 400 }, (_, i) => ({
    ...{ at: at + i / 100, type: types[(i * 7) % 4] ?? '', traits: { job: (i * i) % 37 } },
  }))
  await take(database.pool, events)

  const stored = (await streamsIn(database.pool)).map(({ traits, events, met, isReady }) => ({
    ...{ traits, events, met, isReady },
  }))
  const { body } = await api('POST', '/api/triggers/replay', jobs)
  expect(body).toMatchObject({ opened: stored.length, active: stored.length, fired: 0 })
  const told = (body as Replay).streams.map(({ traits, eventCount, waitsFor, fireAt }) => ({
    ...{
      traits,
      events: eventCount,
      met: waitsFor.map(({ met }) => met),
      isReady: fireAt !== null,
    },
  }))
  expect(told).toEqual(expect.arrayContaining(stored))
  expect(told.some(({ isReady }) => isReady)).toBe(true)
})
