import { encode } from '@msgpack/msgpack'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { writeMessage } from '#lib/msgpack/write.ts'
import { openHttpWorld } from '#tests/lib/intake/world.ts'

let world: Awaited<ReturnType<typeof openHttpWorld>>
beforeAll(async () => {
  world = await openHttpWorld()
})
afterAll(() => world.close())

async function post(bytes: Uint8Array, type: string, path = '/events') {
  const response = await fetch(`${world.url}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${world.publicKey}`, 'content-type': type },
    body: Buffer.from(bytes),
  })
  return { status: response.status, body: await response.json() }
}

const start = Date.now() / 1000 - 60
const told = (n: number) => ({ type: 'packed', uid: `m${n}`, end: start + n, body: { n } })
const statusOf = ({ body }: Awaited<ReturnType<typeof post>>) =>
  body.items.map((item: { status: string }) => item.status)

test.each([
  ['one map in the new style', 'application/msgpack', () => [encode(told(1))]],
  ['one map in the old style', 'application/x-msgpack', () => [writeMessage(told(2))]],
  ['an array', 'application/vnd.msgpack', () => [encode([told(3), told(4)])]],
  [
    'several one after another',
    'Application/MsgPack; v=5',
    () => [5, 6, 7].map(n => encode(told(n))),
  ],
])('%s is taken', async (_, type, bytes) => {
  const answer = await post(Buffer.concat(bytes()), type)
  expect(new Set(statusOf(answer))).toEqual(new Set(['accepted']))
})

test('everything that was taken is stored', async () => {
  const { rows } = await world.pool.query<{ n: number }>(
    `select (traits ->> 'n')::int as n from event where uid like 'm%' order by at`,
  )
  expect(rows.map(({ n }) => n)).toEqual([1, 2, 3, 4, 5, 6, 7])
})

test('what cannot be read costs what is behind it, and nothing before it', async () => {
  const bytes = Buffer.concat([
    encode(told(8)),
    encode({ n: 9 }),
    Buffer.of(0xc1),
    encode(told(10)),
  ])
  const { body } = await post(bytes, 'application/msgpack')
  expect(body).toEqual({
    accepted: 1,
    items: [
      { status: 'accepted' },
      { status: 'invalid', error: 'type is missing', fields: expect.anything() },
      {
        status: 'invalid',
        error: expect.stringMatching(/^The MessagePack cannot be read: .* at byte/),
      },
    ],
  })
})

test.each([
  ['an empty body', Buffer.alloc(0), 'The body is empty.'],
  ['JSON by mistake', Buffer.from('{"type":"x"}'), /^None of the events is valid/],
  [
    'a map that breaks off',
    Buffer.of(0x81, 0xa1),
    /^The MessagePack cannot be read: it breaks off/,
  ],
  ['too many', Buffer.alloc(10_001, 0xc0), /^A body may have 10000 items/],
])('%s is refused', async (_, bytes, message) => {
  const { body } = await post(bytes, 'application/msgpack')
  expect(body.error.message).toMatch(message)
})

test('errors are not sent as that', async () => {
  const { status } = await post(writeMessage({ message: 'x' }), 'application/msgpack', '/errors')
  expect(status).toBe(415)
})
