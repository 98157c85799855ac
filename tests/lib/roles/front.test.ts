import { once } from 'node:events'
import type { IncomingHttpHeaders, Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readEnv } from '#lib/env.ts'
import { openServer, withFront } from '#lib/roles/front.ts'

let server: Server
let url: string
let seen: IncomingHttpHeaders
let asked: string | undefined
const stopping = new AbortController()
beforeAll(async () => {
  const env = readEnv({ NODE_ENV: 'test', BELFRY_URL: 'https://belfry.example.com' })
  const handle = withFront(
    async (request, response) => {
      seen = request.headers
      asked = request.url
      response.end('handled')
    },
    { ...env, signal: stopping.signal },
    false,
  )
  server = openServer(false).on('request', handle).listen(0, '127.0.0.1')
  await once(server, 'listening')
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

test('what is handled learns the nonce that the browser is told, whatever a client says', async () => {
  const claimed = { 'x-belfry-nonce': 'evil', 'content-security-policy': "script-src 'nonce-evil'" }
  const answer = await fetch(`${url}/monitors`, { headers: claimed })
  const policy = answer.headers.get('content-security-policy')
  expect(await answer.text()).toBe('handled')
  expect(policy).toContain(`'nonce-${seen['x-belfry-nonce']}'`)
  expect(policy).not.toContain('evil')
  expect(seen['content-security-policy']).toBe(policy)
})

test('each answer has a nonce of its own', async () => {
  const policies = await Promise.all(
    [1, 2].map(async () => (await fetch(url)).headers.get('content-security-policy')),
  )
  expect(policies[0]).not.toBe(policies[1])
})

test('a shared chart may be framed, by whatever address it is asked for', async () => {
  const { headers } = await fetch(`${url}/any/api/v1/embedded/0d8cd6f1.html?period=day`)
  expect(asked).toBe('/shared/0d8cd6f1?period=day')
  expect(headers.get('content-security-policy')).toContain('frame-ancestors *')
  expect(headers.has('x-frame-options')).toBe(false)
})

test('behind https browsers are told to stay there', async () => {
  const { headers } = await fetch(url)
  expect(headers.get('strict-transport-security')).toBe('max-age=31536000')
})

test('who claims to be a proxy and is none is not believed', async () => {
  const claimed = {
    'x-forwarded-for': '10.1.1.1',
    'x-forwarded-host': 'evil.example',
    forwarded: 'for=10.1.1.1',
  }
  await fetch(url, { headers: claimed })
  expect(seen['x-forwarded-for']).toBe('127.0.0.1')
  expect(seen).not.toHaveProperty('forwarded')
  expect(seen).not.toHaveProperty('x-forwarded-host')
})

test('what is refused is kept by no cache, also where the files of a build are', async () => {
  const answer = await fetch(`${url}/_next/static//x.js`)
  expect([answer.status, answer.headers.get('cache-control')]).toEqual([400, 'no-store'])
})

test('a body that says that it is too long is refused before it is sent', async () => {
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  socket.write('POST /api/monitors HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999\r\n\r\n')
  const [answer] = await once(socket, 'data')
  expect(String(answer)).toMatch(/^HTTP\/1.1 413 /)
  await once(socket, 'close')
})

test('a client that never finishes its headers is sent away', async () => {
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  socket.write('GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ')
  const [answer] = await once(socket, 'data')
  expect(String(answer)).toMatch(/^HTTP\/1.1 408 /)
  await once(socket, 'close')
})

test('a balancer is told that this process takes requests', async () => {
  const ready = await fetch(`${url}/api/ready`)
  expect([ready.status, await ready.json()]).toEqual([200, { status: 'ok' }])
})

test('once it is to stop it says no to balancers, and answers everything else as the last of its connection', async () => {
  stopping.abort()
  const health = await fetch(`${url}/api/health`)
  expect([health.status, await health.json()]).toEqual([503, { status: 'degraded' }])
  expect((await fetch(`${url}/api/ready`)).status).toBe(503)
  const page = await fetch(`${url}/monitors`)
  expect([page.status, await page.text(), page.headers.get('connection')]).toEqual([
    200,
    'handled',
    'close',
  ])
})
