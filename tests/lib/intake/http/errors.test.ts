import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { freshDatabase } from '#tests/database.ts'
import { cameIn, counted } from '#tests/lib/errors/intake/world.ts'
import { openServer } from '#tests/lib/intake/http/world.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
let server: Awaited<ReturnType<typeof openServer>>
beforeEach(async () => {
  database = await freshDatabase()
  server = await openServer(database.pool)
})
afterEach(async () => {
  await server.close()
  await database.close()
})
const post = (body: string | object, headers = {}) =>
  server.post('/errors', typeof body === 'string' ? body : JSON.stringify(body), headers)
const accepted = { status: 'accepted' }

describe('what is taken', () => {
  test.each([
    ['an object', '{"message":"one"}', { one: 1 }],
    ['an array', '[{"message":"one"},{"message":"two"}]', { one: 1, two: 1 }],
    [
      'JSON lines',
      '{"message":"one"}\n\n{"message":"one"}\r\n{"message":"two"}',
      { one: 2, two: 1 },
    ],
    ['one object over several lines', '{\n "message":\n "one"\n}\n', { one: 1 }],
    [
      'Firetower’s event',
      '{"sig":"one","hostname":"h","severity":"3","date":"2026-01-02 03:04:05"}',
      { one: 1 },
    ],
  ])('%s', async (_, body, counts) => {
    const { status, body: answer } = await post(body)
    const total = Object.values(counts).reduce((a, b) => a + b)
    expect({ status, answer }).toEqual({
      status: 200,
      answer: { accepted: total, items: Array(total).fill(accepted) },
    })
    expect(await counted(database.pool)).toEqual(counts)
  })

  test('everything that an error may say is kept with it', async () => {
    await post({
      ...{
        message: 'it broke',
        level: 'critical',
        at: '2026-01-02T03:04:05Z',
        host: 'web-1',
        program: 'shop',
      },
      ...{ release: '1.2', environment: 'live', traceId: '0123456789ABCDEF0123456789abcdef' },
      exception: {
        type: 'TypeError',
        stack: 'TypeError: no\n    at pay (/app/cart.js:12:5)\n    at run (node:internal/x:1:1)',
      },
      ...{ user: { id: 7 }, tags: { region: 'eu', n: 1 }, extra: { cart: [1] }, more: true },
    })
    const { rows } = await database.pool.query('select * from error_event')
    expect(rows).toEqual([
      expect.objectContaining({
        ...{ message: 'it broke', level: 2, at: new Date('2026-01-02T03:04:05Z'), host: 'web-1' },
        ...{ program: 'shop', release: '1.2', environment: 'live', input: 'http' },
        trace_id: '0123456789abcdef0123456789abcdef',
        details: {
          exceptions: [
            {
              ...{ type: 'TypeError', message: 'no' },
              frames: [
                expect.objectContaining({ function: 'pay', line: 12, inApp: true }),
                expect.objectContaining({ function: 'run', inApp: false }),
              ],
            },
          ],
          ...{ user: { id: 7 }, tags: { region: 'eu', n: '1' }, extra: { cart: [1], more: true } },
        },
      }),
    ])
  })

  test('an exception says what happened where there is no message', async () => {
    await post({ exception: { type: 'TypeError', message: 'no' } })
    expect(await counted(database.pool)).toEqual({ 'TypeError: no': 1 })
  })

  test('whatever a client calls JSON by itself, packed or not', async () => {
    for (const type of ['application/x-www-form-urlencoded', 'text/plain', 'application/x-ndjson'])
      expect((await post('{"message":"one"}', { 'content-type': type })).status).toBe(200)
    const packed = new Uint8Array(gzipSync('{"message":"one"}'))
    expect((await server.post('/errors', packed, { 'content-encoding': 'gzip' })).status).toBe(200)
    expect(await counted(database.pool)).toEqual({ one: 4 })
  })
})

describe('what is not', () => {
  test('bad ones among good ones are told one by one', async () => {
    const { status, body } = await post(
      '[{"message":"one"},{"level":"loud"},7,{"message":"two","at":"soon","traceId":"x"}]',
    )
    expect(status).toBe(200)
    expect(body).toEqual({
      accepted: 1,
      items: [
        accepted,
        {
          status: 'invalid',
          error: expect.any(String),
          fields: { level: expect.stringMatching(/one of emergency/) },
        },
        { status: 'invalid', error: 'must be an object' },
        {
          status: 'invalid',
          error: expect.any(String),
          fields: {
            at: expect.stringMatching(/a time/),
            traceId: expect.stringMatching(/hexadecimal/),
          },
        },
      ],
    })
    expect(await cameIn(database.pool)).toEqual({ 'http accepted': 1, 'http invalid': 3 })
  })

  test('a line that cannot be read costs no other', async () => {
    const bytes = Buffer.concat([
      Buffer.from('{"message":"one"}\n{"message":'),
      Buffer.from([0x22, 0xff, 0x22]),
      Buffer.from('}\n{bad\n{"message":"two"}'),
    ])
    const { body } = await server.post('/errors', new Uint8Array(bytes))
    expect(body).toMatchObject({
      accepted: 2,
      items: [accepted, { error: 'is not UTF-8 text' }, { status: 'invalid' }, accepted],
    })
  })

  test.each([
    ['nothing', '', /empty/],
    ['blanks', ' \n ', /empty/],
    ['half an object', '{"message":', /neither JSON nor JSON lines/],
    ['no object', '7', /must be an object/],
    ['an object without a message', '{"host":"h"}', /message: is missing/],
    ['only bad ones', '[{},{}]', /None of the errors/],
  ])('%s is answered with 400 and why', async (_, body, message) => {
    const answer = await post(body)
    expect(answer).toMatchObject({
      status: 400,
      body: { error: { code: 'invalid', message: expect.stringMatching(message) } },
    })
  })

  test('a single bad one names its fields', async () => {
    const { body } = await post({ message: 5 })
    expect(body).toMatchObject({ error: { fields: { message: 'must be a text, not a number' } } })
  })

  test('more than ten thousand at once', async () => {
    const { status } = await post('{"message":"one"}\n'.repeat(10_001))
    expect(status).toBe(413)
    expect(await counted(database.pool)).toEqual({})
  })

  test('any bytes at all end in an answer, and the next one is taken', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.uint8Array({ maxLength: 200 }),
          fc.json().map(json => new TextEncoder().encode(json)),
        ),
        async bytes => {
          const { status, body } = await server.post('/errors', new Uint8Array(bytes))
          expect([200, 400]).toContain(status)
          expect(body).toBeTypeOf('object')
        },
      ),
      { numRuns: 100 },
    )
    expect((await post({ message: 'after all' })).status).toBe(200)
  })
})

test('an Idempotency-Key makes a repeat of the whole harmless', async () => {
  const key = { 'idempotency-key': 'k1' }
  const first = await post([{ message: 'one' }, { message: 'two' }], key)
  expect(first.body).toEqual({ accepted: 2, items: [accepted, accepted] })
  const again = await post([{ message: 'one' }, { message: 'two' }], key)
  expect(again.body).toEqual({ accepted: 0, items: Array(2).fill({ status: 'duplicate' }) })
  expect(await counted(database.pool)).toEqual({ one: 1, two: 1 })
  expect((await post({ message: 'one' }, { 'idempotency-key': 'k'.repeat(201) })).status).toBe(400)
})
