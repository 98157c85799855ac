import fc from 'fast-check'
import { Writer } from 'protobufjs/light.js'
import { describe, expect, test } from 'vitest'
import { UserError } from '#lib/failures.ts'
import { pointsOfJson } from '#lib/intake/otlp/metrics/json.ts'
import { pointsOfProtobuf } from '#lib/intake/otlp/metrics/protobuf.ts'
import { readMetrics } from '#lib/intake/otlp/metrics/read.ts'
import { deep } from '#tests/lib/intake/hostile.ts'

const context = { now: 1_800_000_000, resource: [] }
const json = (text: string) => readMetrics(pointsOfJson(Buffer.from(text)), context)
const protobuf = (bytes: Uint8Array) => readMetrics(pointsOfProtobuf(bytes), context)

/** One field of a message that holds bytes. */
const field = (id: number, bytes: Uint8Array) =>
  Writer.create()
    .uint32((id << 3) | 2)
    .bytes(bytes)
    .finish()
const joined = (...parts: Uint8Array[]) => Uint8Array.from(Buffer.concat(parts))
const request = (...metrics: Uint8Array[]) =>
  field(1, field(2, joined(...metrics.map(metric => field(2, metric)))))
const named = (name: string, ...rest: Uint8Array[]) => joined(field(1, Buffer.from(name)), ...rest)
/** A sum of what is new, with points of these whole values. */
const sumOf = (...values: number[]) =>
  joined(
    ...values.map(value => field(1, Writer.create().uint32(49).sfixed64(value).finish())),
    Writer.create().uint32(16).int32(1).uint32(24).bool(true).finish(),
  )

test('an empty request is one', async () => {
  const nothing = { points: [], problems: new Map(), isTimed: true }
  expect(await json('{}')).toEqual(nothing)
  expect(await protobuf(new Uint8Array())).toEqual(nothing)
})

test('in both encodings the same request says the same', async () => {
  const dataPoints = [{ asInt: '3' }, { asInt: '-4' }]
  const sum = { dataPoints, aggregationTemporality: 1, isMonotonic: true }
  const metrics = [{ name: 'orders', sum }]
  const fromJson = await json(
    JSON.stringify({ resourceMetrics: [{ scopeMetrics: [{ metrics }] }] }),
  )
  expect(await protobuf(request(named('orders', field(7, sumOf(3, -4)))))).toEqual(fromJson)
  expect(fromJson.points.flat()).toMatchObject([{ counted: { sum: 3 } }, { counted: { sum: -4 } }])
})

test('what is no data point is told, and the others count', async () => {
  const gauge = { dataPoints: [7, { asInt: 1 }, null, { asInt: 'x' }] }
  const metrics = [
    { name: 'depth', gauge },
    'none',
    { name: 'later', sketch: { dataPoints: [{}] } },
  ]
  const text = JSON.stringify({ resourceMetrics: [{ scopeMetrics: [{ metrics }] }, 'x'] })
  const { points, problems } = await json(text)
  expect(points.flat()).toMatchObject([{ name: 'depth' }])
  expect(problems).toEqual(
    new Map([
      ['it is no data point, or too large', 3],
      ['the value is to be a number', 1],
    ]),
  )
})

test('a point that is too large costs no other', async () => {
  const large = field(1, field(7, Buffer.alloc(100_000)))
  const both = request(named('orders', field(7, joined(large, sumOf(3)))))
  const { points, problems } = await protobuf(both)
  expect([points.length, problems.size]).toEqual([1, 1])
})

test.each(['', '[]', 'null', '{', '{"resourceMetrics":7}', deep(100_000)])(
  'it refuses what is no request: %.20s',
  async text => {
    await expect(json(text)).rejects.toThrow(UserError)
  },
)

describe('a bomb is refused', () => {
  const tiny = (length: number) => Buffer.alloc(length, Buffer.from([0x0a, 0x00]))
  test.each([
    ['of tiny points', request(named('m', field(7, tiny(300_000))))],
    ['of tiny metrics', field(1, field(2, Buffer.alloc(500_000, Buffer.from([0x12, 0x00]))))],
    [
      'of buckets',
      request(named('m', field(10, joined(...Array(600).fill(field(1, buckets(1_000))))))),
    ],
  ])('%s', async (_, bytes) => {
    await expect(protobuf(bytes)).rejects.toMatchObject({ code: 'too_large' })
  })

  /** A point of an exponential histogram in which so many buckets hold one value. */
  function buckets(count: number) {
    const counts = field(2, Buffer.alloc(count, 1))
    return joined(field(8, counts))
  }

  test('of tiny values in JSON', async () => {
    const text = `{"resourceMetrics":[${'{},'.repeat(600_000)}{}]}`
    await expect(json(text)).rejects.toMatchObject({ code: 'too_large' })
  })
})

test('whatever bytes come, it answers or says what is wrong', async () => {
  const valid = request(named('orders', field(7, sumOf(3, 4))), named('depth', field(5, sumOf(5))))
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
