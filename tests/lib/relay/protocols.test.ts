import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { connect } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Push } from 'zeromq'
import { writeMeta } from '#lib/intake/blueox/meta.ts'
import { saltOf, sign } from '#lib/intake/gottwall/signature.ts'
import { readPoints } from '#lib/metrics/data.ts'
import type { Kind } from '#lib/metrics/terms.ts'
import { writeMessage } from '#lib/msgpack/write.ts'
import { createDefinition } from '#lib/streams/definitions/mutations.ts'
import { ada } from '#tests/actor.ts'
import { openHttpWorld } from '#tests/lib/intake/world.ts'
import { aProject } from '#tests/lib/metrics/world.ts'
import { configOf, envOf, newFolder, startRelay } from '#tests/lib/relay/world.ts'
import { until } from '#tests/until.ts'

let centre: Awaited<ReturnType<typeof openHttpWorld>>
beforeAll(async () => {
  centre = await openHttpWorld()
})
afterAll(() => centre.close())

const ALL = { TCP: '0', UDP: '0', STATSD: '0', SYSLOG: '0', BLUEOX: '0', CONTROL: '0' }

/** A relay that listens for everything, and knows its project. */
async function relayOf() {
  const projects = { shop: { key: centre.publicKey, privateKey: 'private-key' } }
  const ports = Object.entries(ALL).map(([name, port]) => [`BELFRY_INTAKE_${name}`, port])
  const relay = await startRelay({
    config: configOf([centre.url], { projects }),
    ...{ folder: newFolder(), env: envOf(Object.fromEntries(ports)) },
  })
  const send = (path: string, body: unknown, headers = {}) =>
    relay.post(path, body, { authorization: `Bearer ${centre.publicKey}`, ...headers })
  expect((await send('/events', { type: 'first' })).status).toBe(200)
  const isSent = () => until(() => relay.project().kept > 0 && relay.project().waiting === 0)
  await isSent()
  return { ...relay, send, isSent }
}

/** What a metric is shown as over all time. */
async function shown(name: string, kind: Kind) {
  const asked = { name, kind, period: 'all', from: 0, to: Date.now() / 1000 } as const
  const [point] = await readPoints({ ...aProject(), id: centre.project.id }, asked, {})
  return point?.[1]
}

/** How often a message was counted as an error. */
const counted = async (message: string) =>
  (await centre.signatures()).find(({ template }) => template === message)?.count ?? 0

async function stored(type: string) {
  const { rows } = await centre.pool.query(
    `select e.id, e.uid, h.name as host, e.traits from event e join event_type t on t.id = e.type_id
     join event_host h on h.id = e.host_id where t.name = $1 order by e.at, e.uid`,
    [type],
  )
  return rows
}

async function datagram(port: number, text: string) {
  const socket = createSocket('udp4')
  await new Promise(resolve => socket.send(text, port, '127.0.0.1', resolve))
  socket.close()
}

/** Says a text over TCP, and hangs up. */
async function say(port: number, text: string) {
  const socket = connect(port, '127.0.0.1')
  socket.end(text)
  await once(socket.resume(), 'close')
}

test('errors come through: plain ones, syslog, Sentry’s under the number of the project at the centre', async () => {
  const relay = await relayOf()
  await relay.send('/errors', [{ message: 'plain one' }, { message: 'plain one' }])
  await say(relay.infos.syslog.port, '<11>Jan  1 00:00:00 web01 shop: over a stream\n')
  await datagram(relay.infos.syslog.port, '<11>Jan  1 00:00:00 web01 shop: in a datagram')
  const event = { event_id: 'c'.repeat(32), message: 'from an SDK', level: 'error' }
  const path = `/api/${centre.project.id}/store/?sentry_key=${centre.publicKey}`
  expect((await relay.send(path, event)).status).toBe(200)
  expect((await relay.send(path, event)).status).toBe(200)
  await until(() => relay.project().kept >= 7)
  await relay.isSent()

  expect(await counted('plain one')).toBe(2)
  expect(await counted('over a stream')).toBe(1)
  expect(await counted('in a datagram')).toBe(1)
  expect(await counted('from an SDK')).toBe(1)
  expect(relay.project().sent).toMatchObject({ duplicate: 1 })
})

test('numbers come through: StatsD, GottWall over HTTP and signed datagrams, OTLP', async () => {
  const relay = await relayOf()
  for (let i = 0; i < 20; i++) await datagram(relay.infos.statsd.port, 'relay.hits:2|c')
  await datagram(relay.infos.statsd.port, 'relay.depth:5|g\nrelay.depth:3|g')
  const { signature } = sign(
    { publicKey: centre.publicKey, privateKey: 'private-key' },
    saltOf(Math.floor(Date.now() / 1000), 1000),
  )
  const header = `GottWallS2 ${Math.floor(Date.now() / 1000)} ${signature} 1000 shop`
  const message = JSON.stringify({ a: 'incr', n: 'relay.signed', v: 4 })
  await datagram(relay.infos['gottwall-udp'].port, `${header}--chunk-auth--${message}`)
  expect((await relay.send('/gottwall/api/v1/shop/incr', { n: 'relay.plain', v: 3 })).status).toBe(
    200,
  )
  const point = { asInt: '7', timeUnixNano: `${Date.now()}000000` }
  const metric = {
    name: 'relay.otlp',
    sum: { aggregationTemporality: 1, isMonotonic: true, dataPoints: [point] },
  }
  const otlp = { resourceMetrics: [{ scopeMetrics: [{ metrics: [metric] }] }] }
  const headers = { 'content-type': 'application/json' }
  for (let i = 0; i < 2; i++)
    expect((await relay.send('/v1/metrics', otlp, headers)).status).toBe(200)
  await until(async () => (await shown('relay.hits', 'counter')) === 40)
  await until(async () => (await shown('relay.depth', 'gauge')) === 3)
  await until(async () => (await shown('relay.signed', 'counter')) === 4)
  await relay.isSent()

  expect(await shown('relay.hits', 'counter')).toBe(40)
  expect(await shown('relay.depth', 'gauge')).toBe(3)
  expect(await shown('relay.signed', 'counter')).toBe(4)
  expect(await shown('relay.plain', 'counter')).toBe(3)
  expect(await shown('relay.otlp', 'counter')).toBe(7)
})

test('events come through: over HTTP, and from BlueOx’s clients', async () => {
  const relay = await relayOf()
  await relay.send('/events', { type: 'http', user: 'ann ✗' })
  const push = new Push({ linger: 1_000 })
  push.connect(`tcp://127.0.0.1:${relay.infos.blueox.port}`)
  const end = Date.now() / 1000
  const content = {
    id: 'tree',
    type: 'wire',
    host: 'web01',
    pid: 7,
    start: end - 1,
    end,
    body: { n: 1 },
  }
  await push.send([writeMeta({ end, host: 'web01', type: 'wire' }), writeMessage(content)])
  await until(() => relay.project().kept >= 3)
  push.close()
  await relay.isSent()

  expect(await stored('http')).toMatchObject([{ traits: { user: 'ann ✗' } }])
  expect(await stored('wire')).toMatchObject([{ id: 'tree', host: 'web01', traits: { n: 1 } }])
})

test('a sender’s own key makes a repeat harmless, whether it comes by the relay or not', async () => {
  const relay = await relayOf()
  const headers = { 'idempotency-key': 'by-two-ways', authorization: `Bearer ${centre.publicKey}` }
  const body = JSON.stringify({ message: 'by two ways' })
  await relay.send('/errors', body, headers)
  await relay.send('/errors', body, headers)
  await relay.isSent()
  await fetch(`${centre.url}/errors`, { method: 'POST', headers, body })
  expect(await counted('by two ways')).toBe(1)
})

test('a relay can send to a relay', async () => {
  const near = await relayOf()
  const config = configOf([near.url], { projects: { shop: { key: centre.publicKey } } })
  const far = await startRelay({ config, folder: newFolder() })
  const body = JSON.stringify({ message: 'a long way' })
  await far.post('/errors', body, { authorization: `Bearer ${centre.publicKey}` })
  await until(() => far.project().kept > 0 && far.project().waiting === 0)
  await near.isSent()
  expect(await counted('a long way')).toBe(1)
})

test('what is refused here is told here: an unknown key, a key that is missing, what is no JSON', async () => {
  const relay = await relayOf()
  const status = async (...[path, body, headers]: Parameters<typeof relay.send>) =>
    (await relay.send(path, body, headers)).status
  expect(await status('/errors', '{}', { authorization: 'Bearer unknown-key' })).toBe(401)
  expect(await status('/errors', '{')).toBe(400)
  expect(await status('/api/999999/store/', '{}')).toBe(403)
  expect(relay.project().dropped).toMatchObject({ unauthorized: 1, invalid: 1, forbidden: 1 })
})

test.each([
  ['no key', {}, 401],
  ['an unknown key', { authorization: 'Bearer unknown-key' }, 401],
])('the centre takes nothing of a relay with %s', async (_, headers, status) => {
  const response = await fetch(`${centre.url}/relay`, { method: 'POST', headers, body: '' })
  expect(response.status).toBe(status)
})

test('the centre says of each unit what became of it, and counts one that comes again once', async () => {
  const authorization = `Bearer ${centre.publicKey}`
  const at = Date.now()
  const error = { at, message: 'in a unit', level: 3, host: '', program: '' }
  const unit = { key: 'one', input: 'syslog', errors: [error, { ...error, level: 9 }] }
  const late = {
    ...unit,
    key: 'two',
    errors: undefined,
    events: [
      { type: 'late', id: 'x', host: '', pid: null, start: 0, at: 0, isTimed: true, traits: null },
    ],
  }
  const body = [unit, late].map(one => JSON.stringify(one)).join('\n')
  const post = async () =>
    (
      await fetch(`${centre.url}/relay`, { method: 'POST', headers: { authorization }, body })
    ).json()
  expect(await post()).toMatchObject({
    project: { id: centre.project.id, name: 'shop' },
    units: [
      { status: 'taken', outcomes: { accepted: 1, invalid: 1 } },
      { status: 'taken', outcomes: { out_of_window: 1 } },
    ],
  })
  expect((await post()).units[0]).toEqual({
    status: 'taken',
    outcomes: { duplicate: 1, invalid: 1 },
  })
  expect(await counted('in a unit')).toBe(1)
})

test('notifications come through, and become events at the centre', async () => {
  const relay = await relayOf()
  const traits = {
    instance: { fields: 'payload.id' },
    size: { fields: 'payload.size', type: 'int' },
  }
  const definition = { event_type: 'relay.instance.*', traits, project: centre.project.id }
  await createDefinition(definition, ada)
  const notification = (message_id: string, fields: object = {}) => ({
    ...{ event_type: 'relay.instance.create', message_id, timestamp: new Date().toISOString() },
    ...{ payload: { id: 'i-1', size: '3' }, ...fields },
  })
  const sent = await relay.send('/notifications', [
    notification('m-1'),
    notification('m-2', { event_type: 'other' }),
    notification('m-3', { payload: { size: 'big' } }),
    { event_type: 'relay.instance.create' },
  ])
  expect((await sent.json()).items).toMatchObject([
    ...[{ status: 'accepted' }, { status: 'accepted' }, { status: 'accepted' }],
    { status: 'invalid', error: 'message_id is missing' },
  ])
  await until(() => relay.project().kept >= 4)
  await relay.isSent()
  expect(await stored('relay.instance.create')).toMatchObject([
    { uid: 'm-1', traits: { instance: 'i-1', size: 3 } },
  ])
  expect(relay.project().sent).toMatchObject({ no_definition: 1, invalid: 1 })
})
