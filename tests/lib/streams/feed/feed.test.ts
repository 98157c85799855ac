import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { MOST_DEPTH } from '#lib/streams/feed/feed.ts'
import { freshDatabase } from '#tests/database.ts'
import {
  alterTrigger,
  ORDERS,
  saveTrigger,
  streamsIn,
  take,
} from '#tests/lib/streams/feed/world.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.close())
beforeEach(() =>
  database.pool.query('truncate trigger, trigger_generation, event, stream_event cascade'),
)

const of = (order: string | number) => ({ traits: { order } })
const taken = (...events: Parameters<typeof take>[1]) => take(database.pool, events)
const seen = () => streamsIn(database.pool)

test('events of one order come into one stream, those of another into another', async () => {
  await saveTrigger(database.pool, ORDERS)
  await taken(
    { uid: 'a1', type: 'order.placed', ...of('A') },
    { uid: 'b1', type: 'payment', ...of('B') },
  )
  await taken({ uid: 'a2', type: 'payment', ...of('A') }, { uid: 'x', type: 'login', ...of('A') })

  expect(await seen()).toMatchObject([
    { traits: { order: 'A' }, events: 2, met: [1, 1, 0], isReady: false, uids: ['a1', 'a2'] },
    { traits: { order: 'B' }, events: 1, met: [0, 1, 0], isReady: false, uids: ['b1'] },
  ])
})

test('a stream that is complete is due at once, and later events of it change nothing of that', async () => {
  await saveTrigger(database.pool, ORDERS)
  const all = ['order.placed', 'payment', 'shipment'].map(type => ({ type, ...of(7) }))
  const { tally } = await taken(...all)
  const due = async () =>
    (
      await database.pool.query(
        'select fire_at, due_at = fire_at and due_at <= now() as due from stream',
      )
    ).rows
  const [first] = await due()
  expect(first.due).toBe(true)
  expect([...tally.values()]).toEqual([
    new Map([
      [
        '',
        new Map([
          ['Added events', 3],
          ['New stream', 1],
          ['Ready to fire', 1],
        ]),
      ],
    ]),
  ])

  await taken({ type: 'payment', ...of(7) })
  expect(await due()).toEqual([first])
  expect(await seen()).toMatchObject([{ events: 4, met: [1, 2, 1], isReady: true }])
})

test('one event counts for each of the criteria that it meets, and for several triggers', async () => {
  const both = { ...ORDERS, expiration: '$timestamp + 1d' }
  await saveTrigger(database.pool, {
    ...both,
    fire_criteria: [{ number: 2 }, { event_type: 'pay*' }],
  })
  await saveTrigger(database.pool, {
    ...both,
    name: 'hourly',
    distinguished_by: [{ timestamp: 'hour' }],
  })
  const at = Date.UTC(2026, 10, 18, 11, 6) / 1000
  await taken({ type: 'payment', at, ...of(1) })
  const timestamp = { begin: '2026-11-18T11:00:00.000000Z', end: '2026-11-18T12:00:00.000000Z' }
  expect(await seen()).toMatchObject([
    { trigger: 'orders', met: [1, 1], isReady: false },
    { trigger: 'hourly', traits: { timestamp } },
  ])
  await taken({ type: 'payment', at: at + 1, ...of(1) })
  expect(await seen()).toMatchObject([{ met: [2, 2], isReady: true }, { met: [0, 2, 0] }])
})

test('values of different types are different streams', async () => {
  await saveTrigger(database.pool, ORDERS)
  await taken({ type: 'payment', ...of(1) }, { type: 'payment', ...of('1') })
  const traits = (await seen()).map(({ traits }) => traits)
  expect(new Set(traits)).toEqual(new Set([{ order: 1 }, { order: '1' }]))
})

test('an event that comes when its stream is over opens another one beside', async () => {
  await saveTrigger(database.pool, { ...ORDERS, expiration: '$timestamp + 1us' })
  await taken({ type: 'payment', ...of(1) })
  await taken({ type: 'payment', ...of(1) })
  expect(await seen()).toMatchObject([
    { open: false, events: 1, state: 'active' },
    { open: true, events: 1 },
  ])
})

test('what comes together goes to one stream, though its time is over', async () => {
  await saveTrigger(database.pool, { ...ORDERS, expiration: '$first + 1us' })
  const at = Date.now() / 1000 - 60
  await taken({ type: 'payment', at, ...of(1) }, { type: 'shipment', at: at + 1, ...of(1) })
  expect(await seen()).toMatchObject([{ events: 2 }])
})

test('times are those of the store, to the microsecond', async () => {
  await saveTrigger(database.pool, { ...ORDERS, expiration: '$first + 1h' })
  const at = 1_795_000_000.1234565
  await taken(
    { type: 'payment', at, ...of(1) },
    { type: 'payment', at: 1_795_000_001.000001, ...of(1) },
  )
  const { rows } = await database.pool.query(`
    select min(e.at) = s.first_event and max(e.at) = s.last_event
      and s.expire_at = min(e.at) + interval '1 hour' and count(*) = 2 as same
    from stream s join stream_event m on m.stream_id = s.id join event e on e.uid = m.uid and e.at = m.at
    group by s.id, s.project_id`)
  expect(rows).toEqual([{ same: true }])
})

test('streams go on by the version that they were opened with, new ones begin with the newest', async () => {
  await saveTrigger(database.pool, ORDERS)
  await taken({ type: 'payment', ...of('old') })
  await saveTrigger(database.pool, {
    ...ORDERS,
    fire_criteria: [{ event_type: 'payment', number: 5 }],
  })
  await taken({ type: 'payment', ...of('old') }, { type: 'payment', ...of('new') })
  expect(await seen()).toMatchObject([
    { version: 1, events: 2, met: [0, 2, 0] },
    { version: 2, events: 1, met: [1] },
  ])
})

test('an event that the old version would not take goes to a stream of the newest', async () => {
  await saveTrigger(database.pool, { ...ORDERS, match_criteria: [{ event_type: 'payment' }] })
  await taken({ type: 'payment', ...of(1) })
  await saveTrigger(database.pool, ORDERS)
  await taken({ type: 'shipment', ...of(1) }, { type: 'payment', ...of(1) })
  expect(await seen()).toMatchObject([
    { version: 1, met: [0, 2, 0] },
    { version: 2, met: [0, 0, 1] },
  ])
})

test.each(['enabled = false', 'deleted_at = now()'])(
  'a trigger that is %s opens no streams, but those that are open go on',
  async change => {
    const id = await saveTrigger(database.pool, ORDERS)
    await taken({ type: 'payment', ...of('old') })
    await alterTrigger(database.pool, id, change)
    await taken({ type: 'shipment', ...of('old') }, { type: 'shipment', ...of('new') })
    expect(await seen()).toMatchObject([{ events: 2, met: [0, 1, 1] }])
  },
)

test('what too many pipelines led to meets no trigger', async () => {
  await saveTrigger(database.pool, ORDERS)
  await take(database.pool, [{ type: 'payment', ...of(1) }], { depth: MOST_DEPTH })
  await take(database.pool, [{ type: 'payment', ...of(1) }], { depth: MOST_DEPTH + 1 })
  expect(await seen()).toMatchObject([{ events: 1, depth: MOST_DEPTH }])
})

test('triggers see the events of their own project', async () => {
  const { rows } = await database.pool.query(
    `insert into project (name) values ('other') returning id`,
  )
  await saveTrigger(database.pool, ORDERS, rows[0].id)
  await taken({ type: 'payment', ...of(1) })
  expect(await seen()).toEqual([])
  await take(database.pool, [{ type: 'payment', ...of(1) }], { projectId: rows[0].id })
  expect(await seen()).toMatchObject([{ events: 1 }])
})

test('a stored trigger that cannot be read costs no event', async () => {
  const id = await saveTrigger(database.pool, ORDERS)
  await saveTrigger(database.pool, { ...ORDERS, name: 'other' })
  await database.pool.query(`update trigger_version set definition = '{}' where trigger_id = $1`, [
    id,
  ])
  await taken({ type: 'payment', ...of(1) })
  expect(await seen()).toMatchObject([{ trigger: 'other' }])
})

test('a batch of very many events, most of them of one stream, is taken as a whole', async () => {
  await saveTrigger(database.pool, ORDERS)
  const many = Array.from({ length: 20_000 }, (_, i) => ({
    ...{ uid: `e${i}`, type: `order.${i % 500}` },
    traits: { order: i % 10 === 0 ? i : 'one' },
  }))
  await taken(...many)
  await taken({ uid: 'last', type: 'payment', ...of('one') })
  const { rows } = await database.pool.query(
    `select count(*)::int as streams, sum(events)::int as events, max(events) as most,
       (select count(*)::int from stream_event) as members from stream`,
  )
  expect(rows).toEqual([{ streams: 2_001, events: 20_001, most: 18_001, members: 20_001 }])
})
