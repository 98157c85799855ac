import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { signature } from '#alerts/signed.ts'
import { body, webhook, webhookBody } from '#alerts/webhook.ts'
import { answering, megabyte, only, transition } from '#tests/alerts/fakes.ts'

const url = 'https://example.com/hook'
const settings = (rest: object = {}) => webhook.config.parse({ url, ...rest })

test('a change is sent as JSON with an id that a receiver can drop repeats by', async () => {
  const { asked, context } = answering(200)
  await webhook.send(settings({ headers: { 'X-Team': 'ops' } }), transition(), context)

  const { method, headers, body: sent } = only(asked)
  expect(method).toBe('POST')
  expect(Object.fromEntries(headers)).toEqual({
    'content-type': 'application/json',
    'belfry-delivery': transition().deliveryId,
    'idempotency-key': transition().deliveryId,
    'x-team': 'ops',
  })
  expect(JSON.parse(sent)).toEqual({
    version: 1,
    delivery: '0190a3a4-7c1f-4b44-9d0e-5f1f6e1f0d11',
    test: false,
    repeat: 0,
    at: '2026-01-02T03:04:05.000Z',
    monitor: {
      id: 7,
      name: 'Mail Queue Length',
      tags: ['mail'],
      url: 'https://belfry.example.com/monitors/7',
      runbookUrl: null,
    },
    stream: null,
    from: 'OK',
    to: 'ALARM',
    message: 'too long',
    value: 67,
    unit: '',
    history: '',
    text: `[Belfry Alarm]
Monitor: Mail Queue Length
State Change: OK -> ALARM
Message: too long
Return Value: 67

https://belfry.example.com/monitors/7`,
  })
})

test('the signature is the HMAC of time and body, by the secret', async () => {
  const { asked, context } = answering(200)
  await webhook.send(settings({ secret: 'a secret of mine' }), transition(), context)
  const { headers, body: sent } = only(asked)
  const [, seconds, hex] =
    /^t=(\d+),v1=([0-9a-f]{64})$/.exec(headers.get('belfry-signature') ?? '') ?? []
  expect(hex).toBe(
    createHmac('sha256', 'a secret of mine').update(`${seconds}.${sent}`).digest('hex'),
  )
  expect(Math.abs(Number(seconds) - Date.now() / 1000)).toBeLessThan(60)
})

test('a signature is the one that docs/alerts.md works out', () => {
  expect(signature('{"version":1}', 'keep it secret', new Date(1_767_323_045_000))).toBe(
    't=1767323045,v1=8326aa1e1a1015960a771ca509ce387d330b1278b99551a1b54faa0d248b7610',
  )
})

test('hostile text changes no field but its own', () => {
  const evil = '", "to": "OK", "x": "\r\nBcc: a\u2028</script>\u0000'
  const sent = webhookBody.parse(
    JSON.parse(JSON.stringify(body(transition({ message: evil, monitor: evil, value: evil })))),
  )
  expect(sent).toMatchObject({ to: 'ALARM', monitor: { name: evil }, value: evil })
  expect(sent.message).toBe('", "to": "OK", "x": "\nBcc: a\n</script>')
})

test('a message of a megabyte is cut with a mark', () => {
  const sent = body(transition({ message: megabyte }))
  expect(sent.message).toMatch(/x… \(cut, 1048576 characters\)$/)
  expect(JSON.stringify(sent).length).toBeLessThan(80_000)
})

test.each([
  ['a line break in a value', { a: 'b\r\nEvil: yes' }],
  ['a line break in a name', { 'a\r\nEvil': 'yes' }],
  ['a space in a name', { 'a b': 'c' }],
  ['a colon in a name', { 'a:': 'c' }],
  ['letters beyond ASCII', { a: 'ü' }],
  ['what frames the request', { 'Content-Length': '0' }],
  ['where it goes', { Host: 'elsewhere' }],
  ['what Belfry says itself', { 'belfry-delivery': 'x' }],
])('headers with %s are refused', (_, headers) => {
  const { error } = webhook.config.safeParse({ url, headers })
  expect(error?.issues[0]?.path[0]).toBe('headers')
})

test.each([
  ['a scheme that is not the web', { url: 'file:///etc/passwd' }, 'url'],
  ['credentials in the address', { url: 'https://me:secret@example.com/' }, 'url'],
  ['a method without a body', { url, method: 'GET' }, 'method'],
])('%s is refused', (_, config, field) => {
  const { error } = webhook.config.safeParse(config)
  expect(error?.issues[0]?.path).toEqual([field])
})
