import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { LEVELS } from '#lib/errors/event.ts'
import { readRecord } from '#lib/intake/otlp/record.ts'
import { levelOf } from '#lib/intake/otlp/severity.ts'
import type { Fields } from '#lib/intake/untrusted.ts'
import { expectStorable, hostileJson } from '#tests/lib/intake/hostile.ts'

const now = Date.parse('2026-11-22T02:00:00Z')
const read = (record: Fields, resource: Fields = {}) =>
  readRecord({ resource, scope: 'shop.orders', record }, now)
const string = (stringValue: string) => ({ stringValue })
const attributes = (values: Record<string, unknown>) =>
  Object.entries(values).map(([key, value]) => ({ key, value }))

test.each([
  [17, undefined, 'error'],
  [20, undefined, 'error'],
  [21, undefined, 'critical'],
  [24, 'info', 'critical'],
  [13, undefined, 'warning'],
  [9, undefined, 'info'],
  [1, undefined, 'debug'],
  ['17', undefined, 'error'],
  ['SEVERITY_NUMBER_FATAL3', undefined, 'critical'],
  ['SEVERITY_NUMBER_WARN', undefined, 'warning'],
  [0, 'ERROR', 'error'],
  [undefined, ' Critical ', 'critical'],
  [undefined, 'alert', 'alert'],
  [99, 'warn', 'warning'],
  [Number.NaN, 'constructor', undefined],
  [undefined, undefined, undefined],
])('severity %s %s is %s', (number, text, level) => {
  expect(LEVELS[levelOf(number, text) ?? -1]).toBe(level)
})

describe('its message', () => {
  test.each([
    ['a text', string('it broke'), 'it broke'],
    ['a number', { intValue: '42' }, '42'],
    ['a truth value', { boolValue: false }, 'false'],
    ['a list', { arrayValue: { values: [string('a'), { doubleValue: 1.5 }] } }, '["a",1.5]'],
    ['an object', { kvlistValue: { values: attributes({ a: { intValue: 1 } }) } }, '{"a":1}'],
    [
      'an object with a text',
      { kvlistValue: { values: attributes({ msg: string('said'), a: string('b') }) } },
      'said',
    ],
    ['bytes', { bytesValue: 'aGk=' }, 'aGk='],
    ['nothing', undefined, '(no message)'],
  ])('%s', (_, body, message) => {
    expect(read({ body }).message).toBe(message)
  })

  test('a deep body is cut', () => {
    let body: unknown = string('bottom')
    for (let i = 0; i < 10_000; i++) body = { arrayValue: { values: [body] } }
    expect(read({ body }).message).toContain('…')
  })

  test('of an exception without a body', () => {
    const thrown = { 'exception.type': string('IOError'), 'exception.message': string('disk') }
    expect(read({ attributes: attributes(thrown) })).toMatchObject({
      message: 'IOError: disk',
      level: LEVELS.indexOf('error'),
      exceptions: [{ type: 'IOError', message: 'disk', frames: [] }],
    })
  })
})

test('a stack that can be read becomes calls, another one is kept', () => {
  const thrown = (stack: string) =>
    read({
      attributes: attributes({
        'exception.type': string('IOError'),
        'exception.stacktrace': string(stack),
      }),
    })
  const js = thrown('Error: disk\n    at read (/srv/disk.js:1:2)')
  expect(js.exceptions).toEqual([
    {
      type: 'IOError',
      message: 'disk',
      frames: [
        { function: 'read', module: '', file: '/srv/disk.js', line: 1, column: 2, inApp: true },
      ],
    },
  ])
  expect(js.details?.extra).toEqual({ scope: 'shop.orders' })
  expect(thrown('main.go:5').details?.extra).toMatchObject({ 'exception.stacktrace': 'main.go:5' })
})

test('where it comes from', () => {
  const resource = {
    'service.name': 'shop',
    'service.version': '1.2.3',
    'host.name': 'web-1',
    'deployment.environment.name': 'production',
  }
  expect(read({ body: string('x') }, resource)).toMatchObject({
    program: 'shop',
    release: '1.2.3',
    host: 'web-1',
    environment: 'production',
  })
  expect(read({}, { 'deployment.environment': 'test' })).toMatchObject({
    program: 'shop.orders',
    environment: 'test',
  })
})

test.each([
  ['as text', '1700000000500000000', 1_700_000_000_500],
  ['as a number', 1_700_000_000_500_000_000, 1_700_000_000_500],
  ['not known', '0', now],
  ['nonsense', 'yesterday', now],
  ['beyond all time', '1e300', now],
])('its time: %s', (_, timeUnixNano, at) => {
  expect(read({ timeUnixNano }).at).toBe(at)
})

test('without its own time it is that of the observer', () => {
  expect(read({ observedTimeUnixNano: '1700000000000000000' }).at).toBe(1_700_000_000_000)
})

test.each([
  ['hexadecimal', 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', 'a'.repeat(32)],
  ['base64', Buffer.from('ab'.repeat(16), 'hex').toString('base64'), 'ab'.repeat(16)],
  ['zeros', '0'.repeat(32), undefined],
  ['too short', 'abcd', undefined],
  ['none', '', undefined],
])('its trace: %s', (_, traceId, expected) => {
  expect(read({ traceId }).traceId).toBe(expected)
})

test('whatever a record holds, it can be stored', () => {
  const names = ['body', 'attributes', 'key', 'value', 'stringValue', 'intValue', 'kvlistValue']
  names.push('values', 'arrayValue', 'traceId', 'timeUnixNano', 'severityNumber', 'severityText')
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...names), hostileJson(names)), record =>
      expectStorable(read(record)),
    ),
  )
})
