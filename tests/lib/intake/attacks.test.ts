import { once } from 'node:events'
import { connect } from 'node:net'
import { inspect } from 'node:util'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { Classifier } from '#lib/errors/classify/classifier.ts'
import { DEFAULT_SETTINGS } from '#lib/errors/classify/contract.ts'
import { Scan } from '#lib/errors/classify/template/scan.ts'
import { routes } from '#lib/intake/http/routes/index.ts'
import { log } from '#lib/log.ts'
import { freshDatabase } from '#tests/database.ts'
import { hostileTexts } from '#tests/hostile.ts'
import { eventOf } from '#tests/lib/errors/classify/events.ts'
import { aDirectory, openServer } from '#tests/lib/intake/http/world.ts'
import { collecting } from '#tests/lib/intake/syslog/collecting.ts'
import { openHttpWorld } from '#tests/lib/intake/world.ts'
import { until } from '#tests/until.ts'

/** 256 MiB of blanks. */
const bomb = new Uint8Array(gzipSync(Buffer.alloc(256 * 1024 * 1024, ' ')))

/** What a sender with a project's key may try, and one with none. */
describe('over HTTP', () => {
  let world: Awaited<ReturnType<typeof openHttpWorld>>
  beforeAll(async () => {
    world = await openHttpWorld()
  })
  afterAll(() => world.close())

  const post = (path: string, body: string | Uint8Array<ArrayBuffer>, headers = {}) =>
    fetch(`${world.url}${path}`, {
      method: 'POST',
      body,
      headers: { authorization: `Bearer ${world.publicKey}`, ...headers },
    })
  const random = () => crypto.randomUUID()

  // First: once a project is full, only one example a second is kept of what found no place.
  test.each(hostileTexts)('%j is kept as it came, as far as it can be stored', async text => {
    const { status } = await post(
      '/errors',
      JSON.stringify({
        message: `said ${text}`,
        host: text,
        program: text,
        tags: { [text]: text },
      }),
    )
    expect(status).toBe(200)
    const event = (await world.events()).at(-1)
    expect(event.message).toBe(`said ${text}`.replaceAll('\0', '\ufffd').toWellFormed())
  })

  test('ids that are never the same make no signatures of their own', async () => {
    const before = (await world.signatures()).length
    const say: (() => string)[] = [
      () => `order ${random()} was refused`,
      () => `session ${random().replaceAll('-', '')} is gone`,
      () =>
        `user ${Math.floor(Math.random() * 1e9)} from 10.0.${Math.floor(Math.random() * 256)}.1`,
      () => `cannot read /srv/${random()}/data.db`,
    ]
    for (const text of say) {
      const messages = Array.from({ length: 2_000 }, () => ({ message: text() }))
      expect((await post('/errors', JSON.stringify(messages))).status).toBe(200)
    }
    expect((await world.signatures()).length - before).toBeLessThanOrEqual(say.length)
  })

  test('names that are made up do not make more signatures than a project may have', async () => {
    const { rows } = await world.pool.query<{ most: number }>(
      `select (limits ->> 'signatures')::int as most from project where id = $1`,
      [world.project.id],
    )
    const most = rows[0]?.most ?? 0
    for (let sent = 0; sent < most + 500; sent += 500) {
      const events = Array.from({ length: 500 }, (_, i) => ({
        message: 'made up',
        fingerprint: [`group ${sent + i}`],
      }))
      expect((await post('/errors', JSON.stringify(events))).status).toBe(200)
    }
    const signatures = await world.signatures()
    // One more is for all that found no place.
    expect(signatures.length).toBeLessThanOrEqual(most + 1)
    expect(signatures.reduce((sum, { count }) => sum + count, 0)).toBeGreaterThanOrEqual(most + 500)
  })

  test.each(routes.map(({ path }) => path))(
    'a bomb that is sent to %s is not unpacked',
    async path => {
      const place = path.replace(':project', String(world.project.id)).replace(/^\/?\*|:\w+/g, 'x')
      const { status } = await post(place, bomb, { 'content-encoding': 'gzip' })
      expect([400, 401, 404, 413, 415]).toContain(status)
    },
  )

  test.each([
    ['/api/1/store/', {}],
    ['/api/belfry/envelope/', {}],
    ['/errors?project=default', { 'x-project': 'default', 'x-forwarded-user': 'default' }],
  ])(
    'whoever has the key of one project cannot say that it is another: %s',
    async (path, headers) => {
      const counts = async () =>
        (
          await world.pool.query('select project_id from signature where project_id <> $1', [
            world.project.id,
          ])
        ).rowCount
      const before = await counts()
      await post(path, JSON.stringify({ message: 'forged', project: 1, project_id: 1 }), headers)
      expect(await counts()).toBe(before)
    },
  )
})

test('a key that stands in an address stands in no log, whatever goes wrong', async () => {
  const written: unknown[] = []
  for (const level of ['info', 'warn', 'error'] as const)
    vi.spyOn(log, level).mockImplementation((...said: unknown[]) => void written.push(said))
  const database = await freshDatabase()
  const [route] = routes
  const fails = {
    ...route,
    path: '/fails',
    credentials: ({ query }: { query: URLSearchParams }) => query.get('sentry_key') ?? undefined,
    handle: () => Promise.reject(new Error('a mistake of ours')),
  } as (typeof routes)[number]
  const server = await openServer(database.pool, {
    routes: [...routes, fails],
    directory: aDirectory(),
  })
  for (const path of ['/fails', '/api/2/store/', '/api/2/envelope/', '/errors', '/nowhere', '/%zz'])
    await server.post(`${path}?sentry_key=other&canary=a-secret-key`, '{', {})
  await database.close()
  await server
    .post('/errors?canary=a-secret-key', '{"message":"x"}', { authorization: 'Bearer other' })
    .catch(() => {})
  await server.close().catch(() => {})
  vi.restoreAllMocks()

  expect(inspect(written, { depth: 10 })).toContain('a mistake of ours')
  expect(inspect(written, { depth: 10 })).not.toMatch(/a-secret-key|sentry_key/)
})

describe('over syslog', () => {
  test('a message that names a project, a host or a sender is still of whoever claims where it came from', async () => {
    const syslog = await collecting({ claims: { networks: ['192.0.2.0/24'] } })
    const socket = connect(syslog.port, '127.0.0.1')
    await once(socket, 'connect')
    socket.end(
      `<11>1 2026-01-02T03:04:05Z 192.0.2.1 claiming - - [origin ip="192.0.2.1"][project@1 name="claiming"] forged\n`,
    )
    await until(() => syslog.events.length === 1)
    expect(syslog.events[0]).toMatchObject({
      project: 'default',
      details: { extra: { peer: '127.0.0.1' } },
    })
    await syslog.close()
  })

  test.each([
    ['a count of 2 gigabytes', '2000000000 <11>web: a'],
    ['a count without an end', '9'.repeat(100_000)],
    ['a count of nothing', '0 <11>web: a'],
    ['a negative count', '-5 <11>web: a'],
  ])('%s ends nothing but its own connection', async (_, bytes) => {
    const syslog = await collecting()
    const liar = connect(syslog.port, '127.0.0.1').on('error', () => {})
    await once(liar, 'connect')
    liar.end(bytes)
    await new Promise(resolve => liar.once('close', resolve))
    const honest = connect(syslog.port, '127.0.0.1')
    honest.end('<11>web: honest\n')
    await until(() => syslog.events.some(({ message }) => message === 'honest'))
    await syslog.close()
  })
})

test('messages whose shapes were made to have one hash are in groups of their own', () => {
  const [one, other] = colliding()
  const classifier = new Classifier(DEFAULT_SETTINGS)
  const groups = [one, other, one, other].map(text => classifier.classify(eventOf(text)).group)
  expect(groups[0]).not.toBe(groups[1])
  expect(groups[2]).toBe(groups[0])
  expect(groups[3]).toBe(groups[1])
})

/** Two texts of different shapes with one hash: among so many there are some. */
function colliding(): [string, string] {
  const scan = new Scan()
  const known = new Map<number, string>()
  for (let i = 0; ; i++) {
    const letters = [...i.toString(26)].map(digit =>
      String.fromCharCode(97 + Number.parseInt(digit, 26)),
    )
    const text = `${letters.join(' ')} failed`
    scan.read(text)
    const before = known.get(scan.hash)
    if (before !== undefined) return [before, text]
    known.set(scan.hash, text)
  }
}
