import fc from 'fast-check'
import { expect, test } from 'vitest'
import { UserError } from '#lib/failures.ts'
import { readEvent } from '#lib/intake/sentry/event.ts'
import { deep, expectStorable, hostileJson } from '#tests/lib/intake/hostile.ts'

const now = Date.parse('2026-11-22T02:00:00Z')
const read = (event: unknown) => readEvent(Buffer.from(JSON.stringify(event)), now)

const frame = (name: string, more = {}) => ({ function: name, filename: `${name}.js`, ...more })
const chained = {
  values: [
    { type: 'IOError', value: 'disk', stacktrace: { frames: [frame('main'), frame('read')] } },
    {
      type: 'OrderError',
      value: 'not placed',
      stacktrace: {
        frames: [
          frame('listen', { in_app: false }),
          frame('place', { in_app: true, module: 'shop.orders', lineno: 7, colno: 3 }),
        ],
      },
    },
  ],
}

test('the exception that was thrown last stands first, and the innermost call of each', () => {
  const { exceptions, message } = read({ exception: chained })
  expect(exceptions?.map(({ type }) => type)).toEqual(['OrderError', 'IOError'])
  expect(exceptions?.[0]?.frames).toEqual([
    {
      function: 'place',
      module: 'shop.orders',
      file: 'place.js',
      line: 7,
      column: 3,
      inApp: true,
    },
    { function: 'listen', module: '', file: 'listen.js', inApp: false },
  ])
  expect(message).toBe('OrderError: not placed')
})

test('the source around a line is kept, in order and of bounded size', () => {
  const lines = (name: string) => Array.from({ length: 9 }, (_, i) => `${name}${i}`)
  const [first] =
    read({
      exception: {
        type: 'E',
        stacktrace: {
          frames: [
            frame('f', {
              pre_context: lines('before'),
              context_line: 'here'.repeat(100),
              post_context: lines('after'),
            }),
          ],
        },
      },
    }).exceptions ?? []
  const context = first?.frames[0]?.context
  expect(context).toHaveLength(11)
  expect(context?.[0]).toBe('before4')
  expect(context?.[5]).toBe(`${'here'.repeat(50)}…`)
  expect(context?.[10]).toBe('after4')
})

test.each([
  ['a text', { message: 'plain' }, 'plain'],
  ['a formatted one', { message: { message: 'user %s', formatted: 'user 7' } }, 'user 7'],
  ['a log entry', { logentry: { message: 'user %s', params: ['7'] } }, 'user %s'],
  ['said and thrown', { message: 'while saving', exception: chained }, 'while saving'],
  ['an exception without a type', { exception: { values: [{ value: 'boom' }] } }, 'boom'],
  ['none but a transaction', { transaction: 'GET /' }, 'GET /'],
  ['none at all', {}, '(no message)'],
])('its message: %s', (_, event, message) => {
  expect(read(event).message).toBe(message)
})

test.each([
  ['seconds', 1_700_000_000.5, 1_700_000_000_500],
  ['a date without a zone', '2023-11-14T22:13:20.5', 1_700_000_000_500],
  ['a date with one', '2023-11-14T23:13:20+01:00', 1_700_000_000_000],
  ['nonsense', 'yesterday', now],
  ['no time', undefined, now],
  ['beyond all time', 1e300, now],
])('its time: %s', (_, timestamp, at) => {
  expect(read({ timestamp }).at).toBe(at)
})

test.each([
  ['fatal', 2],
  ['error', 3],
  [undefined, 3],
  ['unheard of', 3],
  ['warning', 4],
  ['info', 6],
  ['debug', 7],
])('its level: %s', (level, position) => {
  expect(read({ level }).level).toBe(position)
})

test('where it comes from', () => {
  const event = {
    event_id: '9F1B2C3D-4E5F-6071-8293-A4B5C6D7E8F9',
    server_name: 'web-1',
    release: 'shop@1.2.3',
    environment: 'production',
    logger: 'shop.orders',
    contexts: { trace: { trace_id: 'A'.repeat(32) } },
  }
  expect(read(event)).toMatchObject({
    uid: '9f1b2c3d4e5f60718293a4b5c6d7e8f9',
    host: 'web-1',
    program: 'shop',
    release: 'shop@1.2.3',
    environment: 'production',
    traceId: 'a'.repeat(32),
    details: { tags: { logger: 'shop.orders' } },
  })
  expect(read({ logger: 'shop.orders', release: '1.2.3' }).program).toBe('shop.orders')
})

test('tags come as an object or as pairs, breadcrumbs as a list or as values', () => {
  const crumb = { timestamp: 1.5, category: 'http', level: 'info', message: 'GET', data: { a: 1 } }
  const details = {
    tags: { a: '1', b: 'true' },
    breadcrumbs: [{ at: 1500, category: 'http', level: 'info', message: 'GET', data: { a: 1 } }],
    user: { id: 7 },
    extra: { order: 'o-1' },
  }
  const shared = { user: { id: 7 }, extra: { order: 'o-1' } }
  expect(read({ ...shared, tags: { a: 1, b: true }, breadcrumbs: [crumb] }).details).toEqual(
    details,
  )
  const pairs = [['a', '1'], ['b', 'true'], 'nonsense', [null, 'x']]
  expect(read({ ...shared, tags: pairs, breadcrumbs: { values: [crumb] } }).details).toEqual(
    details,
  )
})

test('cookies, headers, bodies and local variables are left behind', () => {
  const event = read({
    request: {
      method: 'POST',
      url: '/login',
      cookies: 'secret',
      headers: ['secret'],
      data: 'secret',
    },
    exception: {
      type: 'E',
      stacktrace: { frames: [frame('f', { vars: { password: 'secret' } })] },
    },
  })
  expect(event.details?.extra).toEqual({ request: 'POST /login' })
  expect(JSON.stringify(event)).not.toContain('secret')
})

test.each([
  ['its own', ['a', 'b'], ['a', 'b']],
  ['the default on its own', ['{{ default }}'], undefined],
  ['the default and more', ['{{default}}', 'de'], ['{{ default }}', 'de']],
  ['numbers', [404, 'x'], ['404', 'x']],
  ['empty', [], undefined],
  ['of another kind', 'text', undefined],
])('its fingerprint: %s', (_, fingerprint, expected) => {
  expect(read({ fingerprint }).fingerprint).toEqual(expected)
})

test.each(['', 'null', '[]', '"text"', '{', '\0', deep(100_000)])(
  'it refuses what is no event: %.20s',
  payload => {
    expect(() => readEvent(Buffer.from(payload), now)).toThrow(UserError)
  },
)

test('whatever an event holds, it can be stored', () => {
  const names = ['exception', 'values', 'stacktrace', 'frames', 'message', 'formatted', 'tags']
  names.push('type', 'value', 'function', 'lineno', 'breadcrumbs', 'timestamp', 'extra', 'user')
  names.push('contexts', 'trace', 'trace_id', 'fingerprint', 'event_id', 'level', 'release')
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...names), hostileJson(names)), event =>
      expectStorable(read(event)),
    ),
  )
})

test('depth and width are cut with a mark', () => {
  const payload = `{"extra":{"deep":${deep(100_000)},"wide":[${'1,'.repeat(200_000)}1]}}`
  const { details } = readEvent(Buffer.from(payload), now)
  expectStorable({ ...read({}), details })
  expect(details?.extra?.wide).toSatisfy((wide: unknown[]) => wide.at(-1) === '…')
  expect(JSON.stringify(details?.extra?.deep)).toContain('…')
})
