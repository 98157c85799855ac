import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { expect, test } from 'vitest'
import { guardedFetch } from '#lib/http.ts'
import { http } from '#sources/http.ts'
import { certificate, serveTls } from '#tests/servers.ts'
import { answering, callOn, fakeContext } from '#tests/sources/fakes.ts'

test('an answer comes back whatever its status', async () => {
  const { context } = answering('{"a":1}', 503, { 'x-one': '1' })
  expect(await callOn(http, {}, 'get', ['http://x/'], context)).toMatchObject({
    status: 503,
    headers: { 'x-one': '1' },
    text: '{"a":1}',
    timeMs: expect.any(Number),
    certificateDaysLeft: null,
  })
})

test.each([
  ['a text', 'text', 'text', 'text/plain;charset=UTF-8', undefined],
  ['anything else as JSON', { a: [1] }, '{"a":[1]}', 'application/json', undefined],
  [
    'JSON of a named kind',
    { a: 1 },
    '{"a":1}',
    'application/problem+json',
    {
      headers: { 'Content-Type': 'application/problem+json' },
    },
  ],
])('post sends %s', async (_, content, body, type, options) => {
  const { asked, context } = answering('')
  await callOn(http, {}, 'post', ['http://x/', content, options], context)
  expect(asked[0]).toMatchObject({ method: 'POST', body })
  if (typeof content !== 'string') expect(asked[0]?.headers.get('content-type')).toBe(type)
})

test('the options are used, and no time limit beyond the call’s own', async () => {
  const { asked, context } = answering('')
  const options = { headers: { 'X-One': '1' }, timeoutMs: 60_000 }
  await callOn(http, {}, 'head', ['http://x/', options], context)
  expect(asked[0]).toMatchObject({ method: 'HEAD', timeoutMs: 30_000 })
  expect(asked[0]?.headers.get('x-one')).toBe('1')
})

test.each(['Host', 'content-length', 'Transfer-Encoding'])(
  'a script does not set %s: it says where a request goes, or where it ends',
  async name => {
    const { context } = answering('')
    const asking = callOn(http, {}, 'get', ['http://x/', { headers: { [name]: 'y' } }], context)
    await expect(asking).rejects.toThrow(/is set by Belfry itself/)
  },
)

test('the text is read in the encoding that the answer names', async () => {
  const context = fakeContext({
    fetch: async () =>
      new Response(new Uint8Array([0xe4]), {
        headers: { 'content-type': 'text/x; charset=latin1' },
      }),
  })
  expect(await callOn(http, {}, 'get', ['http://x/'], context)).toMatchObject({ text: 'ä' })
})

test('bytes that are no text are marked', async () => {
  const context = fakeContext({ fetch: async () => new Response(new Uint8Array([0x61, 0xff])) })
  expect(await callOn(http, {}, 'get', ['http://x/'], context)).toMatchObject({ text: 'a�' })
})

test('the days left on a real certificate are counted', async () => {
  setDefaultCACertificates([...getCACertificates('bundled'), certificate])
  const server = await serveTls((_, response) => response.end('ok'))
  const settings = { allow: [`127.0.0.1:${server.port}`] }
  const policy = http.policy?.(http.config.parse(settings))
  const context = fakeContext({ fetch: guardedFetch(policy ?? { trust: 'admin' }) })
  const answer = await callOn(http, settings, 'get', [server.url], context)
  await server.close()
  expect(answer).toMatchObject({ status: 200, certificateDaysLeft: expect.any(Number) })
  expect((answer as { certificateDaysLeft: number }).certificateDaysLeft).toBeGreaterThan(20_000)
})

test('an allow list with something else in it is refused', () => {
  const { error } = http.config.safeParse({ allow: ['10.0.0.0/8', 'http://x'] })
  expect(error?.issues[0]).toMatchObject({
    path: ['allow', 1],
    message: 'must be a host, host:port or a network',
  })
})
