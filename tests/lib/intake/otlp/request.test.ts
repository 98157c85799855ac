import fc from 'fast-check'
import { Writer } from 'protobufjs/light.js'
import { describe, expect, test } from 'vitest'
import { UserError } from '#lib/failures.ts'
import { recordsOfJson } from '#lib/intake/otlp/json.ts'
import { readLogs } from '#lib/intake/otlp/logs.ts'
import { recordsOfProtobuf } from '#lib/intake/otlp/protobuf.ts'
import { deep } from '#tests/lib/intake/hostile.ts'

const now = Date.parse('2026-11-22T02:00:00Z')
const json = (text: string) => readLogs(recordsOfJson(Buffer.from(text)), now)
const protobuf = (bytes: Uint8Array) => readLogs(recordsOfProtobuf(bytes), now)

/** One field of a message that holds bytes. */
const field = (id: number, bytes: Uint8Array) =>
  Writer.create()
    .uint32((id << 3) | 2)
    .bytes(bytes)
    .finish()
const request = (...records: Uint8Array[]) =>
  field(1, field(2, Buffer.concat(records.map(record => field(2, record)))))
const body = (text: string) => field(5, field(1, Buffer.from(text)))

test('an empty request is one', async () => {
  expect(await json('{}')).toEqual({ events: [], rejected: 0 })
  expect(await protobuf(new Uint8Array())).toEqual({ events: [], rejected: 0 })
})

test('in both encodings the same request says the same', async () => {
  const record = { body: { stringValue: 'it broke' } }
  const fromJson = await json(
    JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords: [record] }] }] }),
  )
  expect(await protobuf(request(body('it broke')))).toEqual(fromJson)
  expect(fromJson.events).toMatchObject([{ message: 'it broke' }])
})

test('records that are none are refused, the others are not', async () => {
  const records = [{ body: { stringValue: 'a' } }, 7, null]
  const text = JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords: records }] }, 'x'] })
  expect(await json(text)).toMatchObject({ events: [{ message: 'a' }], rejected: 2 })

  const large = body('x'.repeat(300_000))
  expect(await protobuf(request(body('a'), large))).toMatchObject({
    events: [{ message: 'a' }],
    rejected: 1,
  })
})

test.each(['', '[]', 'null', '{', '{"resourceLogs":7}', deep(100_000)])(
  'it refuses what is no request: %.20s',
  async text => {
    await expect(json(text)).rejects.toThrow(UserError)
  },
)

test.each([
  ['a field that is cut off', request(body('it broke')).slice(0, -3)],
  ['a length that lies', Uint8Array.of(0x0a, 0xff, 0xff, 0xff, 0xff, 0x0f)],
  ['an impossible tag', Uint8Array.of(0x0f, 0x01)],
  ['JSON', Buffer.from('{"resourceLogs":[]}')],
])('it refuses bytes that are no request: %s', async (_, bytes) => {
  await expect(protobuf(bytes)).rejects.toThrow(UserError)
})

test('a value that is nested without end is refused', async () => {
  let value: Uint8Array = field(1, Buffer.from('bottom'))
  for (let i = 0; i < 5_000; i++) value = field(5, field(1, value))
  await expect(protobuf(request(field(5, value)))).rejects.toThrow(UserError)
})

describe('a bomb is refused', () => {
  const tiny = (length: number) => Buffer.alloc(length, Buffer.from([0x12, 0x00]))
  test.each([
    ['of tiny records', field(1, field(2, tiny(200_000)))],
    ['of tiny resources', Buffer.alloc(500_000, Buffer.from([0x0a, 0x00]))],
    ['of tiny scopes', field(1, tiny(500_000))],
    ['of attributes', field(1, field(1, Buffer.alloc(300_000, Buffer.from([0x0a, 0x00]))))],
  ])('%s', async (_, bytes) => {
    await expect(protobuf(bytes)).rejects.toMatchObject({ code: 'too_large' })
  })

  test('of tiny values in JSON', async () => {
    const text = `{"resourceLogs":[${'{},'.repeat(600_000)}{}]}`
    await expect(json(text)).rejects.toMatchObject({ code: 'too_large' })
  })
})

test('whatever bytes come, it answers or says what is wrong', async () => {
  const valid = request(body('it broke'), field(6, field(1, Buffer.from('key'))))
  const changed = fc
    .array(fc.tuple(fc.nat(valid.length - 1), fc.nat(255)), { maxLength: 5 })
    .map(changes => {
      const bytes = Uint8Array.from(valid)
      for (const [at, byte] of changes) bytes[at] = byte
      return bytes
    })
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.uint8Array(), changed), async bytes => {
      try {
        await protobuf(bytes)
      } catch (error) {
        expect(error).toBeInstanceOf(UserError)
      }
    }),
    { numRuns: 500 },
  )
})
