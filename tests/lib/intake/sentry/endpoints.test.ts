import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { updateProject } from '#lib/projects/mutations.ts'
import { byAda } from '#tests/actor.ts'
import { openHttpWorld } from '#tests/lib/intake/world.ts'
import { until } from '#tests/until.ts'

let world: Awaited<ReturnType<typeof openHttpWorld>>
beforeAll(async () => {
  world = await openHttpWorld()
})
afterAll(() => world.close())

const uid = () => crypto.randomUUID().replaceAll('-', '')
const envelopeOf = (event: object, header: object = {}) =>
  `${JSON.stringify(header)}\n{"type":"event"}\n${JSON.stringify(event)}\n`
const key = () => ({ 'X-Sentry-Auth': `Sentry sentry_version=7, sentry_key=${world.publicKey}` })

function post(path: string, body: string | Uint8Array<ArrayBuffer>, headers = {}) {
  return fetch(`${world.url}${path.replace(':id', String(world.project.id))}`, {
    method: 'POST',
    headers,
    body,
  })
}

const countOf = async (message: string) =>
  (await world.signatures()).find(({ template }) => template === message)?.count ?? 0

test.each([
  ['the path with a slash', '/api/:id/envelope/'],
  ['without', '/api/:id/envelope'],
  ["the project's name", '/api/shop/envelope/'],
])('an envelope is taken at %s', async (_, path) => {
  const id = uid()
  const answer = await post(path, envelopeOf({ event_id: id, message: 'by envelope' }), key())
  expect([answer.status, await answer.json()]).toEqual([200, { id }])
})

test('the store endpoint takes one event', async () => {
  const id = uid()
  const event = JSON.stringify({ event_id: id, message: 'by store' })
  const answer = await post('/api/:id/store/', event, key())
  expect([answer.status, await answer.json()]).toEqual([200, { id }])
  expect(await countOf('by store')).toBe(1)
})

describe('the key', () => {
  const taken = async (message: string, answer: Response) => {
    expect(answer.status).toBe(200)
    expect(await countOf(message)).toBe(1)
  }

  test('comes in the address', async () => {
    const path = `/api/:id/envelope/?sentry_key=${world.publicKey}&sentry_version=7`
    await taken(
      'key in the address',
      await post(path, envelopeOf({ message: 'key in the address' })),
    )
  })

  test('comes in the Authorization of old SDKs', async () => {
    const headers = { Authorization: key()['X-Sentry-Auth'] }
    const event = JSON.stringify({ message: 'key of old' })
    await taken('key of old', await post('/api/:id/store/', event, headers))
  })

  test("comes in the envelope's own DSN", async () => {
    const dsn = `https://${world.publicKey}@belfry.example.com/${world.project.id}`
    const body = envelopeOf({ message: 'key within' }, { dsn })
    await taken('key within', await post('/api/:id/envelope/', body))
  })

  test.each([
    ['unknown', '/api/:id/envelope/', 'Sentry sentry_key=unknown', 401],
    ['of another project', '/api/1/envelope/', undefined, 403],
    ['of a project that there is not', '/api/999/envelope/', undefined, 403],
  ])('is refused when it is %s', async (_, path, auth, status) => {
    const headers = auth ? { 'X-Sentry-Auth': auth } : key()
    expect((await post(path, envelopeOf({ message: 'refused' }), headers)).status).toBe(status)
    expect(await countOf('refused')).toBe(0)
  })
})

test.each([
  ['gzip', gzipSync],
  ['deflate', deflateSync],
  ['br', brotliCompressSync],
])('a body may be packed with %s', async (encoding, pack) => {
  const message = `packed with ${encoding}`
  const body = Uint8Array.from(pack(envelopeOf({ message })))
  const answer = await post('/api/:id/envelope/', body, { ...key(), 'Content-Encoding': encoding })
  expect(answer.status).toBe(200)
  expect(await countOf(message)).toBe(1)
})

test('a repeat of an event is counted once', async () => {
  const body = envelopeOf({ event_id: uid(), message: 'sent twice' })
  await post('/api/:id/envelope/', body, key())
  expect((await post('/api/:id/envelope/', body, key())).status).toBe(200)
  expect(await countOf('sent twice')).toBe(1)
})

test('an envelope without events has an answer as well', async () => {
  const answer = await post('/api/:id/envelope/', '{}\n{"type":"session"}\n{}', key())
  expect([answer.status, await answer.json()]).toEqual([
    200,
    { id: expect.stringMatching(/^[0-9a-f]{32}$/) },
  ])
})

test.each([
  ['no envelope', 'hello', 400, 'The envelope has headers that are no JSON object.'],
  [
    'one that is cut off',
    '{}\n{"type":"event","length":900}\n{}',
    400,
    'Item 1 of the envelope is cut off: it is said to have 900 bytes, but 2 came.',
  ],
  ['an event that is none', '{}\n{"type":"event"}\n[]', 400, 'The event is no JSON object.'],
  [
    'an event that is too large',
    envelopeOf({ message: 'x'.repeat(1_100_000) }),
    413,
    expect.stringContaining('An event may have 1048576 bytes'),
  ],
])('%s is refused with its reason', async (_, body, status, detail) => {
  const answer = await post('/api/:id/envelope/', body, key())
  expect([answer.status, await answer.json()]).toEqual([status, { detail }])
})

test("a browser's SDK may ask from any page", async () => {
  const preflight = await fetch(`${world.url}/api/1/envelope/`, {
    method: 'OPTIONS',
    headers: { Origin: 'https://shop.example.com', 'Access-Control-Request-Method': 'POST' },
  })
  expect(preflight.status).toBe(204)
  expect(preflight.headers.get('access-control-allow-origin')).toBe('*')

  const answer = await post('/api/:id/envelope/', '{}', { ...key(), Origin: 'https://a.example' })
  expect(answer.headers.get('access-control-allow-origin')).toBe('*')
  expect(answer.headers.get('access-control-expose-headers')).toContain('X-Sentry-Rate-Limits')
})

test("beyond the project's limits SDKs are told to keep quiet", async () => {
  const { id } = world.project
  await updateProject(id, { limits: { messagesPerSecond: 1 } }, byAda)
  const refused = await until(async () => {
    const several = Array.from({ length: 5 }, () =>
      post('/api/:id/envelope/', envelopeOf({ message: 'one of many' }), key()),
    )
    return (await Promise.all(several)).find(({ status }) => status !== 200)
  })
  expect(refused.status).toBe(429)
  expect(refused.headers.get('retry-after')).toBe('1')
  expect(refused.headers.get('x-sentry-rate-limits')).toBe('1:error:project')
  await updateProject(id, { limits: { messagesPerSecond: null } }, byAda)
})
