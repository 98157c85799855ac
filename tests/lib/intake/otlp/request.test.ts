import fc from 'fast-check'
import { Writer } from 'protobufjs/light.js'
import { expect, test } from 'vitest'
import { UserError } from '#lib/failures.ts'
import { recordsOfJson } from '#lib/intake/otlp/json.ts'
import { readLogs } from '#lib/intake/otlp/logs.ts'
import { recordsOfProtobuf } from '#lib/intake/otlp/protobuf.ts'
import { deep } from '#tests/lib/intake/hostile.ts'

const now = Date.parse('2026-11-22T02:00:00Z')
const json = (text: string) => readLogs(recordsOfJson(text), now)
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

test('an empty request is one', () => {
  expect(json('{}')).toEqual({ events: [], rejected: 0 })
  expect(protobuf(new Uint8Array())).toEqual({ events: [], rejected: 0 })
})

test('in both encodings the same request says the same', () => {
  const record = { body: { stringValue: 'it broke' } }
  const fromJson = json(
    JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords: [record] }] }] }),
  )
  expect(protobuf(request(body('it broke')))).toEqual(fromJson)
  expect(fromJson.events).toMatchObject([{ message: 'it broke' }])
})

test('records that are none are refused, the others are not', () => {
  const records = [{ body: { stringValue: 'a' } }, 7, null]
  const text = JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords: records }] }, 'x'] })
  expect(json(text)).toMatchObject({ events: [{ message: 'a' }], rejected: 2 })

  const large = body('x'.repeat(300_000))
  expect(protobuf(request(body('a'), large))).toMatchObject({
    events: [{ message: 'a' }],
    rejected: 1,
  })
})

test.each(['', '[]', 'null', '{', '{"resourceLogs":7}', deep(100_000)])(
  'it refuses what is no request: %.20s',
  text => {
    expect(() => json(text)).toThrow(UserError)
  },
)

test.each([
  ['a field that is cut off', request(body('it broke')).slice(0, -3)],
  ['a length that lies', Uint8Array.of(0x0a, 0xff, 0xff, 0xff, 0xff, 0x0f)],
  ['an impossible tag', Uint8Array.of(0x0f, 0x01)],
  ['JSON', Buffer.from('{"resourceLogs":[]}')],
])('it refuses bytes that are no request: %s', (_, bytes) => {
  expect(() => protobuf(bytes)).toThrow(UserError)
})

test('a value that is nested without end is refused', () => {
  let value: Uint8Array = field(1, Buffer.from('bottom'))
  for (let i = 0; i < 5_000; i++) value = field(5, field(1, value))
  expect(() => protobuf(request(field(5, value)))).toThrow(UserError)
})

test('a bomb of tiny records is refused', () => {
  const records = Buffer.alloc(200_000, Buffer.from([0x12, 0x00]))
  expect(() => protobuf(field(1, field(2, records)))).toThrow(/more than 50000 records/)
})

test('whatever bytes come, it answers or says what is wrong', () => {
  const valid = request(body('it broke'), field(6, field(1, Buffer.from('key'))))
  const changed = fc
    .array(fc.tuple(fc.nat(valid.length - 1), fc.nat(255)), { maxLength: 5 })
    .map(changes => {
      const bytes = Uint8Array.from(valid)
      for (const [at, byte] of changes) bytes[at] = byte
      return bytes
    })
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array(), changed), bytes => {
      try {
        protobuf(bytes)
      } catch (error) {
        expect(error).toBeInstanceOf(UserError)
      }
    }),
    { numRuns: 500 },
  )
})
