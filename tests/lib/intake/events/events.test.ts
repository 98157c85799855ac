import { afterAll, beforeAll, expect, test } from 'vitest'
import { inTransaction } from '#lib/transaction.ts'
import { openHttpWorld } from '#tests/lib/intake/world.ts'

let world: Awaited<ReturnType<typeof openHttpWorld>>
beforeAll(async () => {
  world = await openHttpWorld()
})
afterAll(() => world.close())

const now = () => Date.now() / 1000

async function post(body: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(`${world.url}/events`, {
    method: 'POST',
    headers: { authorization: `Bearer ${world.publicKey}`, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
  return { status: response.status, body: await response.json() }
}

/** What is stored of a type, in the order of their ends. */
async function stored(type: string) {
  const { rows } = await world.pool.query(
    `select e.id, e.uid, h.name as host, e.pid, e.seconds, extract(epoch from e.at)::float8 as at, e.traits
     from event e join event_type t on t.id = e.type_id join event_host h on h.id = e.host_id
     where t.name = $1 order by e.at, e.uid`,
    [type],
  )
  return rows
}

test('an event as a BlueOx client makes it is stored whole', async () => {
  const end = Math.floor(now()) - 60
  const answer = await post({
    ...{ id: '53724e00aabbccddeeff001122334455', type: 'blueox', host: 'web01', pid: 1234 },
    ...{ start: end - 0.25, end, body: { foo: true, bar: { baz: 10 } } },
  })
  expect(answer).toEqual({ status: 200, body: { accepted: 1, items: [{ status: 'accepted' }] } })
  expect(await stored('blueox')).toEqual([
    {
      ...{ id: '53724e00aabbccddeeff001122334455', uid: expect.stringMatching(/^[0-9a-f]{32}$/) },
      ...{ host: 'web01', pid: 1234, seconds: 0.25, at: end },
      traits: { foo: true, bar: { baz: 10 } },
    },
  ])
})

test('an event of Winchester keeps its time to the microsecond', async () => {
  const second = Math.floor(now()) - 60
  const timestamp = `${new Date(second * 1000).toISOString().slice(0, 19)}.453201`
  await post({ message_id: 'w1', event_type: 'winchester', timestamp, traits: { memory_mb: 1024 } })
  const [event] = await stored('winchester')
  expect(event).toMatchObject({ uid: 'w1', seconds: 0, traits: { memory_mb: 1024 } })
  expect(Math.round((event.at - second) * 1e6)).toBe(453_201)
})

test('what else stands in a plain event is in its traits', async () => {
  await post({ type: 'plain', status: 200, user: 'ann', uid: 'p1' })
  expect(await stored('plain')).toMatchObject([
    { id: 'p1', uid: 'p1', seconds: 0, traits: { status: 200, user: 'ann' } },
  ])
})

test('one that comes again is taken once, by its uid or by the key of its batch', async () => {
  const timed = { type: 'again', uid: 'a', end: now() - 5, n: 1 }
  const untimed = { type: 'again', uid: 'b', n: 2 }
  const status = async (body: unknown, headers?: Record<string, string>) =>
    (await post(body, headers)).body.items.map((item: { status: string }) => item.status)

  expect(await status([timed, untimed, timed])).toEqual(['accepted', 'accepted', 'duplicate'])
  expect(await status([untimed, timed])).toEqual(['duplicate', 'duplicate'])
  expect(await status([{ type: 'again', n: 3 }], { 'idempotency-key': 'k' })).toEqual(['accepted'])
  expect(await status([{ type: 'again', n: 3 }], { 'idempotency-key': 'k' })).toEqual(['duplicate'])
  expect((await stored('again')).map(({ traits }) => traits.n).sort()).toEqual([1, 2, 3])
})

test('what is wrong is told by its field and costs no other', async () => {
  const lines = [
    { type: 'mixed', n: 1 },
    { n: 2 },
    { type: 'mixed', end: 'yesterday' },
    { type: 'mixed', body: 7 },
    { type: 'mixed', end: now() - 40 * 86_400 },
    { type: 'mixed', end: now() + 86_400 },
    { event_type: 'mixed', timestamp: now() },
    { event_type: 'mixed', message_id: 'm' },
    3,
  ]
  const { body } = await post(lines.map(line => JSON.stringify(line)).join('\n'))
  expect(body).toEqual({
    accepted: 1,
    items: [
      { status: 'accepted' },
      { status: 'invalid', error: 'type is missing', fields: { type: 'is missing' } },
      { status: 'invalid', error: expect.stringMatching(/^end must/), fields: expect.anything() },
      { status: 'invalid', error: 'body must be an object', fields: expect.anything() },
      { status: 'out_of_window' },
      { status: 'out_of_window' },
      { status: 'invalid', error: 'message_id is missing', fields: expect.anything() },
      { status: 'invalid', error: 'timestamp is missing', fields: expect.anything() },
      { status: 'invalid', error: 'must be an object' },
    ],
  })
})

test('texts that PostgreSQL cannot hold are made storable', async () => {
  await post('{"type":"odd","a\\u0000b":"x\\ud800y","deep":{"n":"\\u0000"}}')
  expect(await stored('odd')).toMatchObject([
    { traits: { 'a\uFFFDb': 'x\uFFFDy', deep: { n: '\uFFFD' } } },
  ])
})

test('many senders at once are all stored, each once', async () => {
  const batches = Array.from({ length: 30 }, (_, b) =>
    Array.from({ length: 100 }, (_, i) => ({
      ...{ type: `load.${i % 7}`, uid: `l${b}-${i}`, end: now() - i, host: `h${b % 3}`, n: i },
    })),
  )
  await Promise.all([...batches, ...batches].map(batch => post(batch)))
  const { rows } = await world.pool.query(
    `select count(*)::int as n, count(distinct uid)::int as uids from event where uid ~ '^l\\d+-'`,
  )
  expect(rows).toEqual([{ n: 3_000, uids: 3_000 }])
})

test('a project that is limited in its types takes no more of them', async () => {
  await inTransaction(world.pool, async client => {
    await client.query(
      `insert into event_type (project_id, name, first_seen, last_seen)
       select $1, 'made up ' || n, now(), now() from generate_series(1, 10000) n`,
      [world.project.id],
    )
  })
  const { body } = await post([{ type: 'one more' }, { type: 'plain' }])
  expect(body.items).toEqual([{ status: 'too_many_names' }, { status: 'accepted' }])
})
