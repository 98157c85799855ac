import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { publication, sms, sns, subject } from '#alerts/sns.ts'
import { plainText } from '#alerts/text.ts'
import { guardedFetch } from '#lib/http.ts'
import { fakeContext, megabyte, only, transition } from '#tests/alerts/fakes.ts'
import { isSigned } from '#tests/alerts/signature-v4.ts'

const topicArn = 'arn:aws:sns:eu-west-1:123456789012:oncall'
const keys = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCY' }

const cleanups: (() => unknown)[] = []
afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup()
})

const published =
  '<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult><MessageId>m-1</MessageId></PublishResult><ResponseMetadata><RequestId>r-1</RequestId></ResponseMetadata></PublishResponse>'
const refusal = (code: string, fault: string) =>
  `<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><Error><Type>${fault}</Type><Code>${code}</Code><Message>because</Message></Error><RequestId>r-1</RequestId></ErrorResponse>`

/** Speaks SNS's query protocol as far as Publish goes. */
async function startSns(status = 200, answer = published) {
  const requests: { method: string; path: string; headers: IncomingHttpHeaders; body: string }[] =
    []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const { method = '', url: path = '', headers } = request
    requests.push({ method, path, headers, body: Buffer.concat(chunks).toString() })
    response.writeHead(status, { 'content-type': 'text/xml' }).end(answer)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  cleanups.push(() => server.close())
  return { requests, endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

const send = (endpoint: string, rest: object = {}) =>
  sns.send(
    sns.config.parse({ region: 'eu-west-1', topicArn, ...keys, endpoint, ...rest }),
    transition(),
    fakeContext({ fetch: guardedFetch({ trust: 'admin' }) }),
  )

test('a change is published by a request that is signed with the keys', async () => {
  const { requests, endpoint } = await startSns()
  expect(await send(endpoint)).toEqual({ status: '200' })

  const request = only(requests)
  expect(isSigned(request, keys.secretAccessKey)).toBe(true)
  expect(isSigned(request, 'another key')).toBe(false)
  expect(isSigned({ ...request, body: `${request.body}&x=y` }, keys.secretAccessKey)).toBe(false)
  expect(request.headers.authorization).toContain('/eu-west-1/sns/aws4_request')

  const form = Object.fromEntries(new URLSearchParams(request.body))
  expect(form).toMatchObject({
    Action: 'Publish',
    TopicArn: topicArn,
    Subject: '[Belfry] ALARM: Mail Queue Length',
    MessageStructure: 'json',
    'MessageAttributes.entry.1.Name': 'Belfry-Delivery',
    'MessageAttributes.entry.1.Value.StringValue': transition().deliveryId,
  })
  expect(JSON.parse(form.Message ?? '')).toEqual({
    default: plainText(transition()),
    email: plainText(transition()),
    sms: 'ALARM: Mail Queue Length: too long',
  })
})

test.each([
  ['InvalidParameter', 400, true],
  ['AuthorizationError', 403, true],
  ['InvalidClientTokenId', 403, true],
  ['NotFound', 404, true],
  ['Throttled', 429, false],
  ['Throttling', 400, false],
  ['ExpiredToken', 403, false],
  ['InternalError', 500, false],
  ['ServiceUnavailable', 503, false],
])('%s (%i) is permanent: %s', async (code, status, permanent) => {
  const fault = status < 500 ? 'Sender' : 'Receiver'
  const { requests, endpoint } = await startSns(status, refusal(code, fault))
  await expect(send(endpoint)).rejects.toMatchObject({
    name: 'RemoteError',
    status: String(status),
    permanent,
    message: `SNS answered ${status}`,
    said: expect.stringContaining('because'),
  })
  expect(requests).toHaveLength(1)
})

test('an endpoint that is not there is worth another try', async () => {
  await expect(send('http://127.0.0.1:9')).rejects.toMatchObject({ permanent: false })
})

test('a FIFO topic keeps the order of a monitor and drops repeats', () => {
  expect(publication(`${topicArn}.fifo`, transition())).toMatchObject({
    MessageGroupId: 'monitor-7',
    MessageDeduplicationId: transition().deliveryId,
  })
  expect(publication(topicArn, transition())).not.toHaveProperty('MessageGroupId')
})

test.each([
  ['letters with accents', 'Größe → Café', '[Belfry] ALARM: Große -> Cafe'],
  ['other scripts', '温度 high', '[Belfry] ALARM: ?? high'],
  ['line breaks', 'a\r\nSubject: b', '[Belfry] ALARM: a Subject: b'],
  ['length', 'x'.repeat(200), `[Belfry] ALARM: ${'x'.repeat(84)}`],
])('a subject is at most 100 printable ASCII characters: %s', (_, monitor, expected) => {
  const text = subject(transition({ monitor }))
  expect(text.replace('ß', '?')).toBe(expected.replace('ß', '?'))
  expect(text).toMatch(/^[\x21-\x7e][\x20-\x7e]{0,99}$/)
})

test('an SMS is one: 140 printable ASCII characters on one line', () => {
  const text = sms(transition({ message: `a\u0007\r\nb\u001b[31m 🔥 ${megabyte}` }))
  expect(text).toMatch(/^ALARM: Mail Queue Length: a b \[31m \? x+$/)
  expect(text).toHaveLength(140)
})

test('a megabyte of message stays below the 256 KiB of SNS', () => {
  const { Message = '' } = publication(topicArn, transition({ message: '🔥'.repeat(500_000) }))
  expect(Buffer.byteLength(Message)).toBeLessThan(256 * 1024)
})

test.each([
  ['secretAccessKey', { accessKeyId: 'A' }],
  ['accessKeyId', { secretAccessKey: 'S' }],
  ['topicArn', { topicArn: 'oncall' }],
  ['region', { region: 'eu west' }],
  ['endpoint', { endpoint: 'ftp://example.com' }],
])('a wrong or missing %s is named', (field, wrong) => {
  const { error } = sns.config.safeParse({ topicArn, ...wrong })
  expect(error?.issues.map(({ path }) => path[0])).toEqual([field])
})
