import fc from 'fast-check'
import { expect, test } from 'vitest'
import { FORMATS, type FormatName } from '#bin/follow/formats/formats.ts'
import { type ItemOptions, itemsIn } from '#bin/follow/items.ts'

const READ_AT = Date.UTC(2026, 10, 22, 12)
const position = {
  ...{ device: '1', inode: '2', offset: 0, since: 5 },
  ...{ head: { bytes: 0, hash: '' }, done: { until: 0, files: [] } },
}

function item(text: string, options: Partial<ItemOptions> = {}) {
  const written = { path: '/var/log/shop.log', position, lines: [{ text, offset: 0 }], at: READ_AT }
  const [made] = itemsIn(written, { as: 'events', format: 'text', host: 'web1', ...options })
  return JSON.parse(JSON.stringify(made))
}

test('a line of text is an event of the type that the file is called', () => {
  expect(item('hello')).toEqual({
    ...{ type: 'shop', host: 'web1', uid: expect.stringMatching(/^[\w-]{43}$/) },
    ...{
      start: READ_AT / 1000,
      end: READ_AT / 1000,
      body: { file: '/var/log/shop.log', msg: 'hello' },
    },
  })
  expect(item('hello', { type: 'log' }).type).toBe('log')
})

test('the same line at another place has another name', () => {
  expect(item('hello').uid).toBe(item('hello').uid)
  expect(item('hello', { host: 'web2' }).uid).not.toBe(item('hello').uid)
})

test('a JSON object tells its traits, and when it was', () => {
  const line = {
    ...{ time: 1_792_000_000_123, level: 50, msg: 'it broke', order: { id: 7 } },
    trace_id: '6bf092f3-5a1c-4e0d-9e21-aabbccddeeff',
  }
  expect(item(JSON.stringify(line), { format: 'json' })).toMatchObject({
    ...{ type: 'shop', end: 1_792_000_000.123, id: '6bf092f35a1c4e0d9e21aabbccddeeff' },
    body: { ...line, file: '/var/log/shop.log' },
  })
})

test('a JSON object in the form of an event is that event', () => {
  const line = { type: 'request', id: 'tree', end: 1_792_000_000, body: { a: 1 } }
  expect(item(JSON.stringify(line), { format: 'json' })).toMatchObject({ ...line, host: 'web1' })
})

test.each([
  ['2026-11-22T10:00:00Z', 1_795_341_600],
  ['2026-11-22T10:00:00.5+01:00', 1_795_338_000.5],
  ['2026-11-22 10:00:00', 1_795_341_600],
  [1_795_341_600, 1_795_341_600],
  [1_795_341_600_000, 1_795_341_600],
  [1_795_341_600_000_000, 1_795_341_600],
  [1_795_341_600_000_000_000, 1_795_341_600],
  ['half past nine', READ_AT / 1000],
  [-1, READ_AT / 1000],
])('the time %j is the second %d', (time, second) => {
  expect(item(JSON.stringify({ time, msg: 'x' }), { format: 'json' }).end).toBe(second)
})

test('named values are traits, with their quotes taken off', () => {
  const line =
    'ts=2026-11-22T10:00:00Z level=warn msg="it \\"broke\\"" took=1.5 id=0012 ok retry=false'
  expect(item(line, { format: 'logfmt' })).toMatchObject({
    end: 1_795_341_600,
    body: { level: 'warn', msg: 'it "broke"', took: 1.5, id: '0012', ok: true, retry: false },
  })
})

test('a line of an access log is a request', () => {
  const line =
    '203.0.113.9 - ann [22/Nov/2026:11:00:00 +0100] "GET /cart?item=7&x=%22 HTTP/1.1" 502 812 "https://shop.example.com/" "Mozilla/5.0 (X11; \\"Linux\\")" 0.250'
  expect(item(line, { format: 'combined', type: 'request' })).toMatchObject({
    ...{ type: 'request', start: 1_795_341_599.75, end: 1_795_341_600 },
    body: {
      ...{ method: 'GET', path: '/cart', query: 'item=7&x=%22', protocol: 'HTTP/1.1' },
      ...{ response: { status: 502, size: 812 }, client_ip: '203.0.113.9', user: 'ann' },
      referer: 'https://shop.example.com/',
    },
  })
  const plain = '::1 - - [22/Nov/2026:10:00:00 +0000] "\\x16\\x03" 400 -'
  expect(item(plain, { format: 'combined' }).body).toEqual({
    ...{ file: '/var/log/shop.log', request: '\\x16\\x03' },
    ...{ response: { status: 400, size: 0 }, client_ip: '::1' },
  })
})

test.each(['json', 'logfmt', 'combined'] as const)('what is not %s is a message', format => {
  expect(item('Segmentation fault', { format }).body.msg).toBe('Segmentation fault')
})

test('as an error a line has its message, its level and its stack', () => {
  const line = {
    level: 'WARN',
    msg: 'it broke',
    err: { stack: 'Error: no\n    at a (/app/a.js:1:2)' },
  }
  expect(item(JSON.stringify(line), { as: 'errors', format: 'json' })).toMatchObject({
    ...{ message: 'it broke', level: 'warning', host: 'web1', program: 'shop', at: READ_AT / 1000 },
    ...{ exception: line.err.stack, extra: { file: '/var/log/shop.log' } },
  })
  expect(item('it broke', { as: 'errors', level: 'critical', program: 'p' })).toMatchObject({
    ...{ message: 'it broke', level: 'critical', program: 'p' },
  })
})

test.each(Object.keys(FORMATS) as FormatName[])('any line can be read as %s', format => {
  const piece = fc.constantFrom(
    '{',
    '"',
    '=',
    ' ',
    '\\',
    '[',
    ']',
    '__proto__',
    'a',
    '1',
    '-',
    '200',
  )
  const line = fc.oneof(
    fc.string(),
    fc.array(piece).map(pieces => pieces.join('')),
  )
  fc.assert(
    fc.property(line, given => {
      expect(item(given, { format }).type).toBe('shop')
      expect(item(given, { format, as: 'errors' })).toHaveProperty('message')
    }),
  )
})
