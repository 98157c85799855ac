import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { connect } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openGottwallTcp, openGottwallUdp } from '#lib/intake/gottwall/open.ts'
import { saltOf, sign } from '#lib/intake/gottwall/signature.ts'
import type { Listener } from '#lib/intake/listener.ts'
import { revokeKey } from '#lib/projects/keys/mutations.ts'
import { createProject, updateProject } from '#lib/projects/mutations.ts'
import { byAda } from '#tests/actor.ts'
import { openHttpWorld } from '#tests/lib/intake/world.ts'
import { until } from '#tests/until.ts'

let world: Awaited<ReturnType<typeof openHttpWorld>>
let tcp: Listener
let udp: Listener

beforeAll(async () => {
  world = await openHttpWorld()
  const gottwall = { streamAuth: '--other-auth--' }
  const { id } = await createProject({ name: 'other', settings: { metrics: { gottwall } } }, byAda)
  await until(() => world.context.directory.byId(id) !== undefined)
  tcp = (await openGottwallTcp(world.context)) as Listener
  udp = (await openGottwallUdp(world.context)) as Listener
})
afterAll(async () => {
  await tcp.close()
  await udp.close()
  await world.close()
})

const TS = 1_400_000_000
const keys = { publicKey: '0123456789abcdef0123456789abcdef', privateKey: 'private' }
const signature = (ts = TS, base = 1000) => sign(keys, saltOf(ts, base)).signature
const s1 = () => `GottWallS1 ${TS} ${signature()} 1000`
const s2 = (project = 'shop') => `GottWallS2 ${TS} ${signature()} 1000 ${project}`
const message = (name: string, rest: object = {}) =>
  `${JSON.stringify({ p: 'shop', n: name, ts: TS, a: 'incr', v: 2, ...rest })}--chunk--`

const portOf = (listener: Listener) => Number(/:(\d+) /.exec(listener.line)?.[1])

/** The sum of a metric as a whole. */
async function sumOf(name: string): Promise<number | null> {
  const { rows } = await world.pool.query<{ sum: number }>(
    `select sum(d.sum) from metric_day d join metric_series s on s.id = d.series_id and s.filters = '{}'
     join metric m on m.id = s.metric_id where m.project_id = $1 and m.name = $2`,
    [world.project.id, name],
  )
  return rows[0]?.sum ?? null
}

const post = (path: string, body: object, headers: Record<string, string> = {}) =>
  fetch(`${world.url}${path}`, { method: 'POST', body: JSON.stringify(body), headers })

const basic = (...words: string[]) => `Basic ${Buffer.from(words.join(':')).toString('base64')}`

test.each<[string, string, Record<string, string>, number]>([
  ['an unknown project', '/gottwall/api/v1/nope/nope', {}, 404],
  ['an unknown action', '/gottwall/api/v1/shop/nope', {}, 404],
  ['no credentials', '/gottwall/api/v1/shop/incr', {}, 403],
  ['a signed header', '/gottwall/api/v1/shop/incr', { 'X-GottWall-Auth': s1() }, 200],
  ['without a prefix', '/api/v1/shop/incr', { 'X-GottWall-Auth': s1() }, 200],
  ['the second form', '/a/b/c/api/v1/shop/decr', { 'X-GottWall-Auth': s2() }, 200],
  [
    'the second form for another project',
    '/api/v1/shop/incr',
    { 'X-GottWall-Auth': s2('default') },
    403,
  ],
  ['another base', '/api/v1/shop/incr', { 'X-GottWall-Auth': `${s1().slice(0, -4)}900` }, 403],
  [
    'a bad header beside good keys',
    '/api/v1/shop/incr',
    { 'X-GottWall-Auth': 'bad', Authorization: basic(keys.publicKey, keys.privateKey) },
    403,
  ],
  [
    'public and private key',
    '/api/v1/shop/avg',
    { Authorization: basic(keys.publicKey, keys.privateKey) },
    200,
  ],
  [
    'private and public key',
    '/api/v1/shop/gauge',
    { Authorization: basic(keys.privateKey, keys.publicKey) },
    200,
  ],
  [
    'the word Basic left out',
    '/api/v1/shop/incr',
    { Authorization: basic(keys.publicKey, keys.privateKey).slice(6) },
    200,
  ],
  [
    'a wrong private key',
    '/api/v1/shop/incr',
    { Authorization: basic(keys.publicKey, 'wrong') },
    403,
  ],
  [
    'keys in clear',
    '/api/v1/shop/incr',
    { 'X-GottWall-Auth': `GottWall private_key=${keys.privateKey}, public_key=${keys.publicKey}` },
    200,
  ],
])('over HTTP: %s', async (_, path, headers, status) => {
  const answer = await post(path, { name: 'tried', timestamp: '2014-05-13T16:53:20' }, headers)
  expect(answer.status).toBe(status)
  if (status !== 200) return
  expect(await answer.text()).toBe('OK')
  expect(answer.headers.get('content-length')).toBe('2')
  expect(answer.headers.get('server')).toMatch(/^GottWall/)
})

test('over HTTP what was answered is counted, and what cannot be read is refused', async () => {
  const headers = { 'X-GottWall-Auth': s1() }
  await post('/gottwall/api/v1/shop/incr', { n: 'http', ts: TS, v: 5 }, headers)
  await post('/gottwall/api/v1/shop/decr', { n: 'http', ts: TS, v: 2 }, headers)
  expect(await sumOf('http')).toBe(3)
  const answer = await post('/gottwall/api/v1/shop/incr', { n: 'http', ts: 'soon' }, headers)
  expect(answer.status).toBe(400)
  expect(await answer.text()).toContain('the time is to be unix seconds')
})

/** How often something of GottWall's was refused for a reason, for the project itself or for the default one. */
async function refusedFor(reason: string): Promise<number> {
  const { rows } = await world.pool.query<{ count: number }>(
    `select coalesce(sum(count), 0)::int as count from intake_count where input = 'gottwall' and reason = $1`,
    [reason],
  )
  return rows[0]?.count ?? 0
}

test.each<[string, string, object, number]>([
  ['forbidden', 'a message that names another project', { p: 'default' }, 403],
  ['out_of_window', 'a time that is not counted', { ts: 99_999_999_999 }, 400],
  ['invalid', 'a name with control characters', { n: 'a\0b' }, 400],
  ['invalid', 'a name that is too long', { n: 'x'.repeat(300) }, 400],
])('over HTTP: refused and counted as %s: %s', async (reason, _, rest, status) => {
  const before = await refusedFor(reason)
  const headers = { 'X-GottWall-Auth': s1() }
  const answer = await post('/api/v1/shop/incr', { n: 'odd http', ...rest }, headers)
  expect(answer.status).toBe(status)
  await until(async () => (await refusedFor(reason)) > before)
})

/** What comes back on a connection, until it is closed or enough came. */
function talk(pieces: readonly string[], enough: number): Promise<string> {
  const socket = connect(portOf(tcp), '127.0.0.1')
  const { promise, resolve } = Promise.withResolvers<string>()
  let said = ''
  socket.on('data', data => {
    said += data.toString()
    if (said.length >= enough && said === 'OK') socket.end()
  })
  socket.on('close', () => resolve(said))
  for (const piece of pieces) socket.write(piece)
  return promise
}

test('over TCP: the header is answered, and messages are counted, however they are cut', async () => {
  const text = `${s2()}--stream-auth--${message('tcp')}${message('tcp')}${message('tcp', { v: 'x' })}`
  expect(await talk([...text], 2)).toBe('OK')
  await until(async () => (await sumOf('tcp')) === 4)
})

test.each([
  ['a wrong signature', `GottWallS2 ${TS} ${signature()} 900 shop--stream-auth--`],
  ['an unknown project', `GottWallS2 ${TS} ${signature()} 1000 nope--stream-auth--`],
  ['too few words', 'GottWallS2 shop--stream-auth--'],
  ['no end of the header', 'x'.repeat(2_000)],
  ['the delimiter of another project', 'OTHER'],
])('over TCP: %s is told, counted, and the connection closed', async (_, text) => {
  const before = await refusedFor('unauthorized')
  const sent = text === 'OTHER' ? `${s2()}--other-auth--` : text
  expect(await talk([sent], 4)).toBe('FAIL')
  await until(async () => (await refusedFor('unauthorized')) > before)
})

test('over TCP: who leaves within the header is counted', async () => {
  const before = await refusedFor('unauthorized')
  const socket = connect(portOf(tcp), '127.0.0.1')
  socket.end('GottWallS2 14')
  await until(async () => (await refusedFor('unauthorized')) > before)
})

test('over TCP: a connection whose keys are revoked is closed at its next message', async () => {
  const pair = { publicKey: 'fedcba9876543210fedcba9876543210', privateKey: keys.privateKey }
  const project = await createProject({ name: 'leaving' }, byAda, [pair])
  const { directory } = world.context
  await until(() => directory.keysOf(project.id).length === 1)
  const socket = connect(portOf(tcp), '127.0.0.1')
  const said: string[] = []
  socket.on('data', data => said.push(data.toString()))
  const header = `GottWallS2 ${TS} ${sign(pair, saltOf(TS, 1000)).signature} 1000 leaving`
  socket.write(`${header}--stream-auth--`)
  await until(() => said.length === 1)

  await revokeKey(project.id, project.keys[0]?.id ?? 0, byAda)
  await until(() => directory.keysOf(project.id).length === 0)
  const closed = once(socket, 'close')
  socket.write(message('too late', { p: 'leaving' }))
  await closed
  expect(said).toEqual(['OK', 'FAIL'])
})

test('over TCP: a project that is changed is counted as it is now', async () => {
  const { directory } = world.context
  const socket = connect(portOf(tcp), '127.0.0.1')
  const answered = once(socket, 'data')
  socket.write(`${s2()}--stream-auth--${message('changed')}`)
  await answered
  await until(async () => (await sumOf('changed')) === 2)

  const change = async (protocols: 'http'[] | null) => {
    await updateProject(world.project.id, { protocols }, byAda)
    const wanted = protocols?.length
    await until(() => directory.byId(world.project.id)?.protocols?.length === wanted)
  }
  const before = await refusedFor('forbidden')
  await change(['http'])
  socket.write(message('changed'))
  await until(async () => (await refusedFor('forbidden')) > before)
  await change(null)
  socket.end(message('changed', { v: 5 }))
  await until(async () => (await sumOf('changed')) === 7)
})

test('the last message may end with its connection, or with its datagram', async () => {
  const last = message('ended').slice(0, -'--chunk--'.length)
  expect(await talk([`${s2()}--stream-auth--${message('ended')}${last}`], 2)).toBe('OK')
  const socket = createSocket('udp4')
  socket.send(`${s2()}--chunk-auth--${last}`, portOf(udp), '127.0.0.1')
  await until(async () => (await sumOf('ended')) === 6)
  socket.close()
})

test('over TCP: a message of another project is refused, what follows it is not', async () => {
  const before = await refusedFor('forbidden')
  const text = `${s2()}--stream-auth--${message('own', { p: 'default' })}{bad--chunk--${message('own')}`
  expect(await talk([text], 2)).toBe('OK')
  await until(async () => (await sumOf('own')) === 2)
  await until(async () => (await refusedFor('forbidden')) > before)
})

test.each(['--chunk-auth--', '--stream-auth--'])(
  'over UDP: a datagram whose header ends with %s is counted',
  async delimiter => {
    const socket = createSocket('udp4')
    const name = `udp${delimiter}`
    const send = (text: string) => socket.send(text, portOf(udp), '127.0.0.1')
    send('nonsense')
    send(`GottWallS2 ${TS} ${signature()} 900 shop${delimiter}${message(name)}`)
    send(`${s2()}${delimiter}${message(name)}${message(name)}`)
    await until(async () => (await sumOf(name)) === 4)
    socket.close()
  },
)

test('over UDP: datagrams that are made to break something break nothing', async () => {
  const socket = createSocket('udp4')
  const send = (text: string) => socket.send(text, portOf(udp), '127.0.0.1')
  // As many characters as a signature, and more bytes.
  send(`GottWallS2 ${TS} ${'é'.repeat(32)} 1000 shop--chunk-auth--`)
  send(`${s2()}--chunk-auth--${message('odd', { p: { toString: 1, valueOf: 1 } })}`)
  send(`${s2()}--chunk-auth--${message('odd', { p: [{ toString: 1 }] })}`)
  send(`${s2()}--chunk-auth--${message('odd', { f: { toString: 1, __proto__: ['x'] } })}`)
  await until(async () => (await sumOf('odd')) === 2)
  socket.close()
})

test('over HTTP a signature that is not ASCII is wrong like any other', async () => {
  const header = `GottWallS1 ${TS} ${'é'.repeat(32)} 1000`
  const answer = await post('/api/v1/shop/incr', { n: 'odd' }, { 'X-GottWall-Auth': header })
  expect(answer.status).toBe(403)
})
