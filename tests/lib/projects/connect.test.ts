import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openSyslog } from '#lib/intake/syslog/open.ts'
import { placeOf } from '#lib/projects/connect/place.ts'
import type { Sender } from '#lib/projects/connect/way.ts'
import { waysToConnect } from '#lib/projects/connect/ways.ts'
import { updateProject } from '#lib/projects/mutations.ts'
import { type Project, projectInput } from '#lib/projects/schema.ts'
import { byAda } from '#tests/actor.ts'
import { openHttpWorld } from '#tests/lib/intake/world.ts'
import { until } from '#tests/until.ts'

const run = promisify(execFile)
const intake = {
  ...{ http: 8890, syslog: 5514, syslogTls: null, redisUrl: undefined },
  ...{ gottwallTcp: 8897, gottwallUdp: 8897, statsd: 8125 },
}
const env = {
  url: 'http://127.0.0.1:3000',
  intake: { ...intake, tlsCert: undefined, tlsKey: undefined },
}

const project = (input: object = {}): Project => ({
  id: 3,
  ...projectInput.parse({ name: 'shop', ...input }),
})

function linesOf(id: string, sender: Partial<Sender> = {}): string[] {
  const place = placeOf(env, 'localhost')
  const ways = waysToConnect({ project: project(), publicKey: 'public', place, ...sender })
  return ways.find(way => way.id === id)?.steps.map(({ lines }) => lines) ?? []
}

function obstacleOf(id: string, sender: Partial<Sender> = {}): string | null {
  const place = placeOf(env, 'localhost')
  const ways = waysToConnect({ project: project(), publicKey: 'public', place, ...sender })
  return ways.find(way => way.id === id)?.obstacle ?? null
}

test.each([
  ['the public address', 'https://belfry.example.com', 'other', 'http://belfry.example.com:8890'],
  ['what the browser asked', 'http://0.0.0.0:3000', '10.0.0.5', 'http://10.0.0.5:8890'],
  ['brackets for IPv6', 'http://[::1]:3000', 'other', 'http://[::1]:8890'],
])('senders are sent to %s', (_, url, asked, expected) => {
  expect(linesOf('curl', { place: placeOf({ ...env, url }, asked) })[0]).toContain(expected)
})

test('the DSN has the key, the address and the project’s number', () => {
  expect(linesOf('sentry')[0]).toBe('http://public@127.0.0.1:8890/3')
})

test('syslog sends what the project counts as errors', () => {
  const quiet = project({ settings: { errors: { level: 'warning' } } })
  expect(linesOf('rsyslog', { project: quiet })[0]).toContain('*.warning action(')
  expect(linesOf('syslog-ng', { project: quiet })[0]).toContain('level(warning..emerg)')
})

test('lines for TLS are there when it listens', () => {
  const place = { ...placeOf(env, 'localhost'), syslogTls: 6514 }
  expect(linesOf('rsyslog')).toHaveLength(1)
  expect(linesOf('rsyslog', { place })[1]).toMatch(/port="6514".*StreamDriver="gtls"/s)
  expect(linesOf('syslog-ng', { place: { ...place, syslog: null } })[0]).toContain(
    'transport("tls")',
  )
})

test('a password of Redis is not shown', () => {
  const redis = { ...env.intake, redisUrl: 'redis://user:canary@cache.example.com:6380/0' }
  const place = placeOf({ ...env, intake: redis }, 'localhost')
  const [line] = linesOf('redis', { place, project: project({ claims: { lists: ["it's"] } }) })
  expect(line).toMatch(/^redis-cli -h cache\.example\.com -p 6380 LPUSH 'it'\\''s' '\{"sig"/)
})

test.each<[string, string, Partial<Sender>, RegExp | null]>([
  ['curl', 'without a key', { publicKey: null }, /no key/],
  ['curl', 'when HTTP is off', { place: { ...placeOf(env, ''), http: null } }, /switched off/],
  ['sentry', 'when it is not allowed', { project: project({ protocols: ['http'] }) }, /not allow/],
  ['logger', 'without a claim', {}, /claims neither/],
  ['logger', 'with one', { project: project({ claims: { networks: ['10.0.0.0/8'] } }) }, null],
  ['logger', 'for the default project', { project: { ...project(), id: 1 } }, null],
  ['redis', 'without a server', { project: project({ claims: { lists: ['a'] } }) }, /REDIS_URL/],
])('%s %s is told', (id, _, sender, expected) => {
  const obstacle = obstacleOf(id, sender)
  if (expected) expect(obstacle).toMatch(expected)
  else expect(obstacle).toBeNull()
})

describe('as they stand, the lines send errors:', () => {
  let world: Awaited<ReturnType<typeof openHttpWorld>>
  let syslog: Awaited<ReturnType<typeof openSyslog>>
  let sender: Sender
  beforeAll(async () => {
    world = await openHttpWorld()
    const { context, publicKey } = world
    const claims = { networks: ['127.0.0.0/8'] }
    const changed = await updateProject(world.project.id, { claims }, byAda)
    await until(() => context.directory.claimedBy({ address: '127.0.0.1' }).id === changed.id)
    syslog = await openSyslog({
      ...context,
      env: { ...context.env, intake: { ...context.env.intake, syslog: 0 } },
    })
    const port = (line = '') => Number(line.match(/:(\d+)/)?.[1])
    const place = { ...placeOf(env, ''), http: port(world.host), syslog: port(syslog?.line) }
    sender = { project: changed, publicKey, place }
  })
  afterAll(async () => {
    await syslog?.close()
    await world.close()
  })

  const shell = (lines: string) => run('bash', ['-c', lines])
  const node = (lines: string) => run(process.execPath, ['--input-type=module', '-e', lines])
  const python = (lines: string) => run('/usr/bin/python3', ['-c', lines])
  const ways: [string, number, string, (lines: string) => Promise<unknown>][] = [
    ['curl', 0, '/usr/bin/curl', shell],
    ['curl', 1, '/usr/bin/curl', shell],
    ['logger', 0, '/usr/bin/logger', shell],
    ['logger', 1, '/usr/bin/logger', shell],
    ['python', 0, '/usr/bin/python3', python],
    ['sentry', 1, process.execPath, node],
    ['otlp', 1, process.execPath, node],
  ]

  for (const [id, step, program, send] of ways)
    test.skipIf(!existsSync(program))(`${id}, ${step}`, async () => {
      const before = (await world.events()).length
      await send(linesOf(id, sender)[step] ?? '')
      const event = await until(async () => (await world.events())[before])
      expect(event.message).toMatch(/first/i)
      expect(event.level).toBe(3)
    })
})
