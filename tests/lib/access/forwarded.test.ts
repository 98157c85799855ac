import type { IncomingHttpHeaders } from 'node:http'
import { expect, test } from 'vitest'
import { believeForwarded } from '#lib/access/forwarded.ts'
import { readEnv } from '#lib/env.ts'

const { proxies } = readEnv({ NODE_ENV: 'test', BELFRY_PROXIES: '10.0.0.5, 172.16.0.0/12, ::1' })

function believed(from: string, headers: IncomingHttpHeaders) {
  const sent: IncomingHttpHeaders = { host: 'internal:3000', ...headers }
  believeForwarded(sent, from, proxies)
  return sent
}

test('nothing of an unknown sender is believed', () => {
  const sent = {
    ...{ 'x-forwarded-for': '127.0.0.1', 'x-forwarded-host': 'evil.example' },
    ...{ 'x-forwarded-proto': 'https', forwarded: 'for=127.0.0.1' },
  }
  expect(believed('192.0.2.1', sent)).toEqual({
    ...{ host: 'internal:3000', 'x-forwarded-for': '192.0.2.1' },
  })
})

test('a proxy tells the client and the name it asked for', () => {
  const sent = { 'x-forwarded-for': '192.0.2.1', 'x-forwarded-host': 'belfry.example.com' }
  for (const proxy of ['10.0.0.5', '::ffff:10.0.0.5', '172.20.1.1', '::1'])
    expect(believed(proxy, sent)).toEqual({
      ...{ host: 'belfry.example.com', 'x-forwarded-for': '192.0.2.1' },
    })
})

test.each([
  ['what the client itself put first', '127.0.0.1, 192.0.2.1, 172.16.0.9', '192.0.2.1'],
  ['what is no address', 'unknown', '10.0.0.5'],
  ['nothing', undefined, '10.0.0.5'],
])('of the forwarded addresses, %s is not the client', (_, list, client) => {
  const sent = list === undefined ? {} : { 'x-forwarded-for': list }
  expect(believed('10.0.0.5', sent)['x-forwarded-for']).toBe(client)
})

test('a list that is no list of addresses is refused by its name', () => {
  expect(() => readEnv({ NODE_ENV: 'test', BELFRY_PROXIES: 'my-proxy' })).toThrow(
    /BELFRY_PROXIES: must be addresses/,
  )
})
