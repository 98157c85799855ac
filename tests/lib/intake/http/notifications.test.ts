import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { updateProject } from '#lib/projects/mutations.ts'
import { createDefinition, updateDefinition } from '#lib/streams/definitions/mutations.ts'
import { ada, byAda } from '#tests/actor.ts'
import { openHttpWorld } from '#tests/lib/intake/world.ts'
import { until } from '#tests/until.ts'

let world: Awaited<ReturnType<typeof openHttpWorld>>
beforeAll(async () => {
  world = await openHttpWorld()
  await createDefinition({ ...instances, project: world.project.id }, ada)
})
afterAll(() => world.close())

const instances = {
  event_type: 'compute.instance.*',
  traits: {
    instance_id: { fields: 'payload.id' },
    memory: { fields: 'payload.memory', type: 'int' },
  },
}

let number = 0
let type = ''
beforeEach(() => {
  type = `compute.instance.t${++number}`
})
/** Each a moment after the one before. */
const later = () => new Date(Date.now() + number).toISOString()
const notification = (fields: object = {}) => ({
  ...{ event_type: type, message_id: `m-${++number}`, publisher_id: 'compute.node-7' },
  ...{ timestamp: later(), payload: { id: 'i-1', memory: '512' } },
  ...fields,
})

async function send(body: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(`${world.url}/notifications`, {
    method: 'POST',
    headers: { authorization: `Bearer ${world.publicKey}`, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
  return { status: response.status, body: await response.json() }
}
async function stored() {
  const { rows } = await world.pool.query(
    `select e.uid, e.id, h.name as host, e.traits,
       to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US') as at
     from event e join event_type t on t.id = e.type_id join event_host h on h.id = e.host_id
     where t.name = $1 order by e.at, e.uid`,
    [type],
  )
  return rows
}
const counted = async (reason: string) => {
  const { rows } = await world.pool.query(
    'select coalesce(sum(count), 0)::int as n from intake_count where project_id = $1 and reason = $2',
    [world.project.id, reason],
  )
  return rows[0].n as number
}

test('a notification is an event by the time that it is answered, exact to the microsecond', async () => {
  const timestamp = `${new Date().toISOString().slice(0, 19)}.000250`
  const given = notification({ timestamp, _context_request_id: 'req-1' })
  expect(await send(given)).toEqual({
    ...{ status: 200, body: { accepted: 1, items: [{ status: 'accepted' }] } },
  })
  expect(await stored()).toEqual([
    {
      ...{ uid: given.message_id, id: 'req-1', host: 'node-7', at: timestamp },
      traits: {
        ...{ service: 'compute.node-7', request_id: 'req-1' },
        ...{ instance_id: 'i-1', memory: 512 },
      },
    },
  ])
})

test('arrays, lines and envelopes are taken, and a repeat is known by its message_id', async () => {
  const [a, b] = [notification(), notification()]
  const envelope = { 'oslo.version': '2.0', 'oslo.message': JSON.stringify(b) }
  expect((await send([a, envelope])).body.accepted).toBe(2)
  const { body } = await send([a, b].map(one => JSON.stringify(one)).join('\n'))
  expect(body.items).toEqual([{ status: 'duplicate' }, { status: 'duplicate' }])
  expect(await stored()).toHaveLength(2)
})

test('each has its own answer, and what is wrong costs no other', async () => {
  const before = await Promise.all(['no_definition', 'invalid'].map(counted))
  const { status, body } = await send([
    notification(),
    notification({ event_type: 'volume.create' }),
    notification({ payload: { memory: 'much' } }),
    { event_type: type },
    notification({ timestamp: 'soon' }),
  ])
  expect([status, body.accepted]).toEqual([200, 1])
  expect(body.items).toEqual([
    { status: 'accepted' },
    { status: 'no_definition' },
    {
      ...{ status: 'invalid', error: 'the trait memory: "much" is no whole number' },
      fields: { 'traits.memory': '"much" is no whole number' },
    },
    {
      ...{ status: 'invalid', error: 'message_id is missing' },
      fields: { message_id: 'is missing' },
    },
    {
      ...{ status: 'invalid', error: 'timestamp must be a time like 2026-01-31T12:00:00Z' },
      fields: { timestamp: 'must be a time like 2026-01-31T12:00:00Z' },
    },
  ])
  const [undefinedOnes = 0, invalid = 0] = before
  await until(async () => (await counted('no_definition')) === undefinedOnes + 1)
  await until(async () => (await counted('invalid')) === invalid + 3)
})

test('one that is wrong by itself is refused as any mistake is', async () => {
  expect(await send(notification({ payload: { memory: 'much' } }))).toMatchObject({
    status: 400,
    body: { error: { code: 'invalid', fields: { 'traits.memory': expect.any(String) } } },
  })
  expect((await send('no JSON')).status).toBe(400)
  expect((await send(notification(), { authorization: 'Bearer nobody' })).status).toBe(401)
})

test('what was saved holds for the next notification', async () => {
  const project = world.project.id
  const exists = { event_type: type, traits: { only: { fields: 'payload.id' } }, project }
  expect((await send(notification())).status).toBe(200)
  const id = await createDefinition(exists, ada)
  await send(notification())
  await updateDefinition(id, { position: 1 }, ada)
  await send(notification())
  const seen = (await stored()).map(({ traits }) => 'only' in traits)
  expect(seen).toEqual([false, true, false])
})

describe('a project that keeps all', () => {
  beforeAll(() => keepAll(true))
  afterAll(() => keepAll(false))
  const keepAll = (catchAll: boolean) =>
    updateProject(world.project.id, { settings: { events: { catchAll } } }, byAda)

  test('has events of what no definition takes', async () => {
    type = `volume.${type}`
    // The project is known to the intake by a notice.
    await until(async () => (await send(notification())).body.items[0].status === 'accepted')
    const [{ traits }] = await stored()
    expect(traits).toEqual({ service: 'compute.node-7' })
  })
})

test('a repeat of a request is taken once', async () => {
  const key = { 'idempotency-key': `key-${++number}` }
  const given = notification()
  expect((await send(given, key)).body.accepted).toBe(1)
  expect((await send(given, key)).body.items).toEqual([{ status: 'duplicate' }])
})
