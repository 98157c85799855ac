import { expect, test } from 'vitest'
import type { ErrorEvent } from '#lib/errors/event.ts'
import type { Event } from '#lib/events/event.ts'
import { recordsOfJson } from '#lib/intake/otlp/json.ts'
import { readLogs } from '#lib/intake/otlp/logs.ts'
import type { Point } from '#lib/metrics/totals/counted.ts'
import { readUnits } from '#lib/relay/wire/read.ts'
import type { Unit } from '#lib/relay/wire/unit.ts'

const read = (...units: unknown[]) =>
  readUnits(Buffer.from(units.map(unit => JSON.stringify(unit)).join('\n')))

const frame = { function: 'pay', module: 'cart', file: 'cart.ts', line: 3, column: 9, inApp: true }
const error: ErrorEvent = {
  ...{ at: 1_790_000_000_123, message: 'failed ✗', level: 3, host: 'web01', program: 'shop' },
  ...{ release: '1.2.3', environment: 'production', traceId: 'a'.repeat(32), uid: 'one' },
  fingerprint: ['cart', 'pay'],
  exceptions: [{ type: 'TypeError', message: 'no', frames: [{ ...frame, context: ['a', 'b'] }] }],
  details: {
    ...{ user: { id: 7 }, tags: { shop: 'eu' }, facility: 'local0', processId: '12' },
    ...{ messageId: 'ID47', structured: { origin: { ip: '10.0.0.1' } }, marks: ['odd'] },
    breadcrumbs: [{ at: 1, category: 'http', level: 'info', message: 'GET', data: { n: 1 } }],
    extra: { nested: { list: [1, null, 'x'] } },
  },
}
const event: Event = {
  ...{ type: 'request', id: 'tree', uid: 'own', host: 'web01', pid: 12 },
  ...{ start: 1_790_000_000.123456, at: 1_790_000_001.5, isTimed: true },
  traits: '{"user":"ann","emoji":"✗"}',
}
const metric = {
  name: 'paid',
  at: 1_790_000_000,
  filters: [{ name: 'shop', values: ['eu', 'us'] }],
}
const update = { ...metric, kind: 'counter' as const, value: 2, times: 3 }
const range = { min: 1, max: null }
const points: Point[] = [
  { of: 'sum' as const, sum: 3 },
  { of: 'mean' as const, sum: 3, count: 2 },
  { of: 'buckets' as const, sum: null, bounds: [1, 2], counts: [1, 2, 3], range },
  {
    ...{ of: 'exponents' as const, sum: 9, scale: -2, zero: 1, range },
    ...{ positive: [[1, 2]] as const, negative: [[-3, 4]] as const },
  },
].map(counted => ({
  ...{ ...metric, kind: 'distribution', counted },
  running: { stream: 's', family: 'f', since: null },
}))

test.each<[string, Unit]>([
  ['errors', { key: 'a', input: 'sentry', errors: [error] }],
  ['events', { key: 'b', input: 'blueox', events: [event, { ...event, traits: null }] }],
  ['metrics', { key: 'c', input: 'otlp', metrics: [update, ...points] }],
])('%s come out as they went in', (_, unit) => {
  expect(read(unit)).toEqual([{ unit, bytes: expect.any(Number), invalid: 0 }])
})

test('whatever OpenTelemetry logs becomes is taken', async () => {
  const attributes = [{ key: 'deep', value: { kvlistValue: { values: [] } } }]
  const logRecords = [{ body: { stringValue: 'x' }, severityNumber: 17, attributes }]
  const body = Buffer.from(JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords }] }] }))
  const { events } = await readLogs(recordsOfJson(body), 1_790_000_000_000)
  expect(read({ key: 'a', input: 'otlp', errors: events })).toMatchObject([{ invalid: 0 }])
})

test.each<[string, object]>([
  ['a level that there is not', { errors: [{ ...error, level: 8 }] }],
  ['a message that is none', { errors: [{ ...error, message: 7 }] }],
  ['breadcrumbs that are no list', { errors: [{ ...error, details: { breadcrumbs: 'x' } }] }],
  ['no time', { errors: [{ ...error, at: null }] }],
  ['traits that are no JSON', { events: [{ ...event, traits: '{' }] }],
  ['traits that are no object', { events: [{ ...event, traits: '[1]' }] }],
  ['a type that cannot be stored', { events: [{ ...event, type: 'a\0b' }] }],
  ['a pid that is too large', { events: [{ ...event, pid: 2 ** 40 }] }],
  ['a kind that there is not', { metrics: [{ ...update, kind: 'guess' }] }],
  [
    'buckets that are one too few',
    {
      metrics: [
        { ...points[2], counted: { of: 'buckets', sum: 1, bounds: [1], counts: [1], range } },
      ],
    },
  ],
])('%s costs what has it and nothing else', (_, wrong) => {
  const [[kind, [bad]]] = Object.entries(wrong) as [[string, unknown[]]]
  const good = { errors: error, events: event, metrics: update }[kind]
  expect(read({ key: 'a', input: 'http', [kind]: [good, bad, good] })).toMatchObject([
    { unit: { [kind]: [good, good] }, invalid: 1 },
  ])
})

test('traits with what the database cannot hold are mended', () => {
  const unit = { key: 'a', input: 'http', events: [{ ...event, traits: '{"a":"\\u0000"}' }] }
  expect(read(unit)[0]?.unit.events?.[0]?.traits).toBe('{"a":"\uFFFD"}')
})

test.each([
  ['no key', { input: 'http', errors: [] }],
  ['an unknown way', { key: 'a', input: 'pigeon', errors: [] }],
  ['no things', { key: 'a', input: 'http' }],
  ['a text', 'hello'],
])('a unit with %s is none, and the line is named', (_, unit) => {
  const good = { key: 'a', input: 'http', events: [] }
  expect(() => read(good, unit)).toThrow('Line 2 of the body is no unit of a relay.')
})
