import { expect, test } from 'vitest'
import { readEnv } from '#lib/env.ts'
import { placeOf, readServers } from '#lib/intake/jetstream/servers.ts'

test.each([
  ['one address', 'nats://n1:4222', { servers: ['n1:4222'] }],
  ['several, with spaces', 'nats://n1:4222, nats://n2:4223', { servers: ['n1:4222', 'n2:4223'] }],
  [
    'a user and a password, percent-encoded',
    'nats://us%40er:p%3Ass@n1:4222,nats://n2',
    { servers: ['n1:4222', 'n2'], user: 'us@er', pass: 'p:ss' },
  ],
  ['a token', 'nats://token@n1', { servers: ['n1'], token: 'token' }],
  [
    'TLS',
    'tls://n1:4222',
    { servers: ['n1:4222'], tls: { checkServerIdentity: expect.any(Function) } },
  ],
])('NATS_URL may have %s', (_, url, expected) => {
  expect(readServers(url)).toEqual(expected)
  expect(readEnv({ NODE_ENV: 'test', NATS_URL: url }).intake.natsUrl).toBe(url)
})

test.each(['http://n1', 'n1:4222', 'nats://n1 nats://n2', 'nats://n1,'])(
  'anything else is refused by its name: %s',
  url => {
    expect(() => readEnv({ NODE_ENV: 'test', NATS_URL: url })).toThrow(/NATS_URL/)
  },
)

test.each(['creds', 'ca'])('a file that cannot be read is named: %s', parameter => {
  expect(() => readServers(`nats://n1?${parameter}=/nowhere/file`)).toThrow(
    /NATS_URL.*\/nowhere\/file/,
  )
})

test('what is shown of it has neither a user nor a password', () => {
  expect(placeOf('nats://user:secret@n1:4222,nats://n2:4222')).toBe('n1:4222, n2:4222')
})
