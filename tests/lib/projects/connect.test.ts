import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openGottwallTcp, openGottwallUdp } from '#lib/intake/gottwall/open.ts'
import type { Listener } from '#lib/intake/listener.ts'
import { openStatsd } from '#lib/intake/statsd/open.ts'
import { openSyslog } from '#lib/intake/syslog/open.ts'
import { type Place, placeOf } from '#lib/projects/connect/place.ts'
import type { Sender } from '#lib/projects/connect/way.ts'
import { waysToConnect } from '#lib/projects/connect/ways.ts'
import { updateProject } from '#lib/projects/mutations.ts'
import { type Project, projectInput } from '#lib/projects/schema.ts'
import { byAda } from '#tests/actor.ts'
import { openHttpWorld } from '#tests/lib/intake/world.ts'
import { until } from '#tests/until.ts'

const run = promisify(execFile)
const intake = {
  ...{ http: 8890, syslog: 5514, syslogTls: null, redisUrl: undefined, natsUrl: undefined },
  ...{ gottwallTcp: 8897, gottwallUdp: 8897, statsd: 8125 },
  ...{ blueox: 3514, blueoxControl: 3513, blueoxShutdown: false },
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

test('with NATS there are lines for its subjects, which have the key and no password; without, there are none', () => {
  const natsUrl = 'tls://belfry:secret@n1:4222?ca=/ca.pem, tls://n2:4222'
  const place = placeOf({ ...env, intake: { ...env.intake, natsUrl } }, 'localhost')
  const [error] = linesOf('nats-errors', { place })
  expect(error).toContain("nats pub --server 'tls://n1:4222,tls://n2:4222' belfry.errors.public ")
  expect(linesOf('nats-metrics', { place })[0]).toContain('belfry.metrics.public')
  expect(linesOf('nats-events', { place })[0]).toContain('belfry.events.public')
  expect(linesOf('nats-errors')).toEqual([])
  expect(obstacleOf('nats-errors', { place })).toBeNull()
  const barred = project({ protocols: ['http'] })
  expect(obstacleOf('nats-errors', { place, project: barred })).toMatch(/does not allow/)
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
  ['statsd', 'without a claim', {}, /claims neither/],
  ['statsd', 'with one', { project: project({ claims: { listeners: ['statsd'] } }) }, null],
  ['statsd', 'when it is off', { place: { ...placeOf(env, ''), statsd: null } }, /INTAKE_STATSD/],
  ['gottwall', 'without a key', { publicKey: null }, /no key/],
  ['gottwall', 'when it is not allowed', { project: project({ protocols: [] }) }, /not allow/],
  ['otlp-metrics', 'with all it takes', {}, null],
  ['client', 'without a key', { publicKey: null }, /no key/],
  ['events-curl', 'with all it takes', {}, null],
  [
    'blueox',
    'with a network, which it does not tell',
    { project: project({ claims: { networks: ['10.0.0.0/8'] } }) },
    /does not claim its listener/,
  ],
  [
    'blueox',
    'with its listener',
    { project: project({ claims: { listeners: ['blueox'] } }) },
    null,
  ],
  ['blueox', 'for the default project', { project: { ...project(), id: 1 } }, null],
  ['blueox', 'when it is off', { place: { ...placeOf(env, ''), blueox: null } }, /INTAKE_BLUEOX/],
  ['redis', 'without a server', { project: project({ claims: { lists: ['a'] } }) }, /REDIS_URL/],
])('%s %s is told', (id, _, sender, expected) => {
  const obstacle = obstacleOf(id, sender)
  if (expected) expect(obstacle).toMatch(expected)
  else expect(obstacle).toBeNull()
})

test('GottWall’s lines have the delimiters and the transports of this project and installation', () => {
  const own = project({ settings: { metrics: { gottwall: { streamAuth: '"--"', chunk: '|' } } } })
  const place = { ...placeOf(env, 'localhost'), gottwallUdp: null }
  const lines = linesOf('gottwall', { project: own, place })
  expect(lines).toHaveLength(3)
  expect(lines[1]).not.toContain('UDP')
  expect(lines[2]).toContain(String.raw`header + "\"--\""`)
  expect(lines[2]).toContain('message + "|"')
})

test('where Redis is set, GottWall’s clients are told their channel', () => {
  const redis = { ...env.intake, redisUrl: 'redis://user:canary@cache.example.com:6380/0' }
  const line = linesOf('gottwall', { place: placeOf({ ...env, intake: redis }, '') }).at(-1)
  expect(line).toMatch(/^redis-cli -h cache\.example\.com -p 6380 PUBLISH gottwall:shop:public:PRI/)
})

test('BlueOx’s programs are told both ports', () => {
  expect(linesOf('blueox')[0]).toBe('BLUEOX_HOST=127.0.0.1:3514\nBLUEOX_CLIENT_HOST=127.0.0.1:3513')
})

describe('as they stand, the lines send', () => {
  let world: Awaited<ReturnType<typeof openHttpWorld>>
  let listeners: (Listener | null)[]
  let sender: Sender
  beforeAll(async () => {
    world = await openHttpWorld()
    const { context, publicKey } = world
    const claims = { networks: ['127.0.0.0/8'] }
    const changed = await updateProject(world.project.id, { claims }, byAda)
    await until(() => context.directory.claimedBy({ address: '127.0.0.1' }).id === changed.id)
    const opened = {
      ...context,
      env: { ...context.env, intake: { ...context.env.intake, syslog: 0 } },
    }
    listeners = await Promise.all(
      [openSyslog, openGottwallTcp, openGottwallUdp, openStatsd].map(open => open(opened)),
    )
    const [syslog, gottwallTcp, gottwallUdp, statsd] = listeners.map(portOf)
    const ports = { syslog, gottwallTcp, gottwallUdp, statsd } as Partial<Place>
    const place = { ...placeOf(env, ''), http: Number(world.host.split(':')[1]), ...ports }
    sender = { project: changed, publicKey, place }
  })
  afterAll(async () => {
    for (const listener of listeners) await listener?.close()
    await world.close()
  })

  const portOf = (listener: Listener | null) => Number(listener?.line.match(/:(\d+)/)?.[1])
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
    test.skipIf(!existsSync(program))(`errors: ${id}, ${step}`, async () => {
      const before = (await world.events()).length
      await send(linesOf(id, sender)[step] ?? '')
      const event = await until(async () => (await world.events())[before])
      expect(event.message).toMatch(/first/i)
      expect(event.level).toBe(3)
    })

  const ofMetrics: typeof ways = [
    ['gottwall', 0, '/usr/bin/curl', shell],
    ['gottwall', 2, '/usr/bin/python3', python],
    ['gottwall', 3, '/usr/bin/python3', python],
    ['statsd', 0, '/bin/bash', shell],
    ['statsd', 1, '/bin/bash', shell],
    ['statsd', 2, process.execPath, node],
    ['otlp-metrics', 1, process.execPath, node],
  ]
  const orders = async () => {
    const { rows } = await world.pool.query<{ sum: number }>(
      `select coalesce(sum(d.sum), 0) as sum from metric_day d
       join metric_series s on s.id = d.series_id and s.filter_values = '{ch}'
       join metric m on m.id = s.metric_id where m.project_id = $1 and m.name = 'orders'`,
      [world.project.id],
    )
    return Number(rows[0]?.sum)
  }

  for (const [id, step, program, send] of ofMetrics)
    test.skipIf(!existsSync(program))(`metrics: ${id}, ${step}`, async () => {
      const before = await orders()
      await send((linesOf(id, sender)[step] ?? '').replace('PRIVATE_KEY', 'private'))
      await until(async () => (await orders()) === before + 1)
    })

  const ofEvents: typeof ways = [
    ['client', 0, process.execPath, node],
    ['events-curl', 0, '/usr/bin/curl', shell],
    ['events-curl', 1, '/usr/bin/curl', shell],
  ]
  const requests = async () => {
    const { rows } = await world.pool.query(
      `select from event e join event_type t on t.id = e.type_id where t.project_id = $1 and t.name = 'request'`,
      [world.project.id],
    )
    return rows.length
  }

  for (const [id, step, program, send] of ofEvents)
    test.skipIf(!existsSync(program))(`events: ${id}, ${step}`, async () => {
      const before = await requests()
      await send(linesOf(id, sender)[step] ?? '')
      await until(async () => (await requests()) === before + 1)
    })
})
