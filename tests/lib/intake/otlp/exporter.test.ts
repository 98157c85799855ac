import { OTLPLogExporter as JsonExporter } from '@opentelemetry/exporter-logs-otlp-http'
import { OTLPLogExporter as ProtobufExporter } from '@opentelemetry/exporter-logs-otlp-proto'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { BatchLogRecordProcessor, LoggerProvider } from '@opentelemetry/sdk-logs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { updateProject } from '#lib/projects/mutations.ts'
import { byAda } from '#tests/actor.ts'
import { openHttpWorld } from '#tests/lib/intake/world.ts'
import { until } from '#tests/until.ts'

let world: Awaited<ReturnType<typeof openHttpWorld>>
beforeAll(async () => {
  process.env.OTEL_EXPORTER_OTLP_COMPRESSION = 'gzip'
  world = await openHttpWorld()
})
afterAll(() => world.close())

const encodings = [
  ['protobuf', ProtobufExporter],
  ['JSON', JsonExporter],
] as const

describe.each(encodings)('the exporter of %s', (name, Exporter) => {
  const logs = () => {
    const exporter = new Exporter({
      url: `${world.url}/v1/logs`,
      headers: { Authorization: `Bearer ${world.publicKey}` },
    })
    return new LoggerProvider({
      processors: [new BatchLogRecordProcessor({ exporter })],
      resource: resourceFromAttributes({
        'service.name': 'shop',
        'service.version': '1.2.3',
        'host.name': 'web-1',
        'deployment.environment.name': 'production',
      }),
    })
  }

  test('sends errors with all they come with', async () => {
    const provider = logs()
    const logger = provider.getLogger('shop.orders')
    const message = `${name}: order was not placed`
    const failure = new RangeError('out of stock')
    logger.emit({
      severityNumber: 17,
      severityText: 'ERROR',
      body: message,
      timestamp: new Date('2026-11-22T01:00:00.123Z'),
      attributes: {
        'order.id': 'o-1',
        'order.items': 3,
        'exception.type': failure.name,
        'exception.message': failure.message,
        'exception.stacktrace': failure.stack ?? '',
      },
    })
    logger.emit({ severityNumber: 9, body: `${name}: all is well` })
    logger.emit({ severityText: 'FATAL', body: { message: `${name}: structured`, nested: [1] } })
    await provider.shutdown()

    const events = (await world.events()).filter(event => event.message.startsWith(name))
    const byMessage = new Map(events.map(event => [event.message, event]))
    expect([...byMessage.keys()].sort()).toEqual([message, `${name}: structured`].sort())
    expect(byMessage.get(message)).toMatchObject({
      input: 'otlp',
      at: new Date('2026-11-22T01:00:00.123Z'),
      level: 3,
      host: 'web-1',
      program: 'shop',
      release: '1.2.3',
      environment: 'production',
      classifier: 'exception',
      details: {
        extra: { 'order.id': 'o-1', 'order.items': 3, scope: 'shop.orders' },
        exceptions: [
          {
            type: 'RangeError',
            message: 'out of stock',
            frames: expect.arrayContaining([
              expect.objectContaining({ file: expect.stringContaining('exporter.test.ts') }),
            ]),
          },
        ],
      },
    })
    expect(byMessage.get(`${name}: structured`)).toMatchObject({
      level: 2,
      details: { extra: { body: { nested: [1] } } },
    })
  })
})

describe('an answer', () => {
  const post = (body: string | Uint8Array<ArrayBuffer>, type: string, key = world.publicKey) =>
    fetch(`${world.url}/v1/logs`, {
      method: 'POST',
      headers: { 'Content-Type': type, Authorization: `Bearer ${key}` },
      body,
    })
  const records = (...logRecords: unknown[]) =>
    JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords }] }] })

  test('tells how many records were refused', async () => {
    const answer = await post(records({ severityNumber: 17 }, 7), 'application/json; charset=utf-8')
    expect([answer.status, await answer.json()]).toEqual([
      200,
      {
        partialSuccess: {
          rejectedLogRecords: 1,
          errorMessage: '1 records were no records, or too large.',
        },
      },
    ])
  })

  test('says nothing when all is well', async () => {
    const answer = await post(records(), 'application/json')
    expect([answer.status, await answer.json()]).toEqual([200, {}])
    const bytes = await post(new Uint8Array(), 'application/x-protobuf')
    expect([bytes.status, (await bytes.bytes()).length]).toEqual([200, 0])
  })

  test.each([
    ['no JSON', '{', 'application/json', undefined, 400],
    ['no message', 'hello', 'application/x-protobuf', undefined, 400],
    ['another type', '<logs/>', 'application/xml', undefined, 415],
    ['an unknown key', '{}', 'application/json', 'unknown', 401],
  ])('refuses %s', async (_, body, type, key, status) => {
    const answer = await post(body, type, key)
    expect(answer.status).toBe(status)
    expect(answer.headers.get('content-type')).toBe(
      type === 'application/x-protobuf' ? type : 'application/json',
    )
  })

  test('refuses in words', async () => {
    const answer = await post('{', 'application/json')
    expect(await answer.json()).toEqual({ code: 3, message: 'The request is no JSON object.' })
  })

  test('asks to come again when the limits of the project are reached', async () => {
    await updateProject(world.project.id, { limits: { messagesPerSecond: 1 } }, byAda)
    const refused = await until(async () => {
      const several = Array.from({ length: 5 }, () =>
        post(records({ severityNumber: 17, body: { stringValue: 'many' } }), 'application/json'),
      )
      return (await Promise.all(several)).find(({ status }) => status !== 200)
    })
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1'])
    expect(await refused.json()).toMatchObject({ code: 8 })
  })
})
