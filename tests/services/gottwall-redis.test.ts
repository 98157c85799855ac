import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { readEnv } from '#lib/env.ts'
import { UserError } from '#lib/failures.ts'
import { channelOf, setOf } from '#lib/intake/gottwall/channels.ts'
import type { Listener } from '#lib/intake/listener.ts'
import { openRedis } from '#lib/intake/redis/listener.ts'
import type { MetricIntake } from '#lib/metrics/intake/contract.ts'
import { updateProject } from '#lib/projects/mutations.ts'
import { byAda } from '#tests/actor.ts'
import { openWorld } from '#tests/lib/intake/world.ts'
import { redis, startRedis } from '#tests/services/servers/redis.ts'
import { isInstalled } from '#tests/services/servers/server.ts'
import { until } from '#tests/until.ts'

const TS = 1_400_000_000

describe.skipIf(!isInstalled(redis))('GottWall over Redis', () => {
  let world: Awaited<ReturnType<typeof openWorld>>
  let server: Awaited<ReturnType<typeof startRedis>>
  let client: Redis
  let child: ChildProcess | undefined
  const listeners: Listener[] = []
  const named = { project: 'shop', publicKey: '', privateKey: 'private' }

  beforeAll(async () => {
    server = await startRedis()
    client = new Redis(server.url)
    world = await openWorld()
    named.publicKey = world.publicKey
  })
  beforeEach(() => client.flushall())
  afterEach(async () => {
    child?.kill('SIGKILL')
    await Promise.all(listeners.splice(0).map(listener => listener.close()))
  })
  afterAll(async () => {
    client.disconnect()
    await world.close()
    await server.stop()
  })

  async function listen(metrics: MetricIntake = world.context.metrics): Promise<Listener> {
    const env = readEnv({ ...process.env, REDIS_URL: server.url })
    const listener = (await openRedis({ ...world.context, metrics, env })) as Listener
    listeners.push(listener)
    return listener
  }
  const message = (n: string, rest: object = {}) =>
    JSON.stringify({ a: 'incr', n, ts: TS, v: 2, f: { country: 'ch' }, ...rest })
  const hears = async (listener: Listener) => {
    await client.publish(channelOf(named), message('anybody there'))
    return Number(listener.info?.().redis?.published) > 0
  }
  /** Nobody hears what is published before a listener has its turn. */
  async function listenAndHear(): Promise<Listener> {
    const listener = await listen()
    await until(() => hears(listener))
    return listener
  }
  const sumOf = async (name: string) => {
    const { rows } = await world.pool.query<{ sum: number }>(
      `select sum(d.sum) from metric_day d join metric_series s on s.id = d.series_id and s.filters = '{}'
       join metric m on m.id = s.metric_id where m.project_id = $1 and m.name = $2`,
      [world.project.id, name],
    )
    return rows[0]?.sum ?? 0
  }
  const refused = async (projectId: number, reason: string) => {
    const { rows } = await world.pool.query<{ count: number }>(
      `select coalesce(sum(count), 0)::int as count from intake_count
       where input = 'gottwall' and project_id = $1 and reason = $2`,
      [projectId, reason],
    )
    return rows[0]?.count ?? 0
  }
  const isEmpty = async () => {
    const keys = await client.keys('*')
    return keys.every(key => key === 'belfry:gottwall' || key.startsWith('belfry:intake:'))
  }

  test('what is published is counted, up and down, under the short names and the long', async () => {
    await listenAndHear()
    await client.publish(channelOf(named), message('published', { v: 5 }))
    await client.publish(channelOf(named), message('published', { a: 'decr' }))
    const long = { name: 'published', timestamp: '2014-05-13T16:53:20', value: 4, action: 'incr' }
    await client.publish(channelOf({ ...named, project: '3' }), JSON.stringify(long))
    await until(async () => (await sumOf('published')) === 7)
  })

  test('a client that knows but one action need not name it', async () => {
    await listenAndHear()
    await client.publish(channelOf(named), JSON.stringify({ name: 'plain', timestamp: TS }))
    await until(async () => (await sumOf('plain')) === 1)
  })

  test.each<[string, string, object]>([
    ['another private key', 'unauthorized', { privateKey: 'privatf' }],
    ['another public key', 'unauthorized', { publicKey: 'nobody' }],
  ])('%s in the channel is refused, and counted', async (_, reason, other) => {
    await listenAndHear()
    const before = await refused(world.project.id, reason)
    await client.publish(channelOf({ ...named, ...other }), message('forged'))
    await until(async () => (await refused(world.project.id, reason)) === before + 1)
    expect(await sumOf('forged')).toBe(0)
  })

  test.each(['gottwall:nope:a:b', 'gottwall:shop', 'gottwall:shop:a:b:c', 'gottwall:'])(
    'what is published on %s is nobody’s, and counted as such',
    async channel => {
      await listenAndHear()
      const before = await refused(1, 'unauthorized')
      await client.publish(channel, message('forged'))
      await until(async () => (await refused(1, 'unauthorized')) === before + 1)
    },
  )

  test.each<[string, string, string]>([
    ['forbidden', 'of another project', message('forged', { p: 'default' })],
    ['invalid', 'that is no JSON', '{'],
    ['invalid', 'with an action that nobody knows', message('forged', { a: 'set' })],
    ['too_large', 'that is too long', message('x'.repeat(70_000))],
  ])('%s: a message %s', async (reason, _, text) => {
    await listenAndHear()
    const before = await refused(world.project.id, reason)
    await client.publish(channelOf(named), text)
    await until(async () => (await refused(world.project.id, reason)) === before + 1)
    expect(await sumOf('forged')).toBe(0)
  })

  test('what was put into a set is taken when the client says so, and also when it does not', async () => {
    await client.sadd(setOf(named), message('kept', { random: 1 }), message('kept', { random: 2 }))
    await listenAndHear()
    await until(async () => (await sumOf('kept')) === 4)
    await client.sadd(setOf(named), message('told'))
    await client.publish(channelOf(named), '{"a": "notification"}')
    await until(async () => (await sumOf('told')) === 2)
    await until(isEmpty)
  })

  test('a set of thousands is taken batch by batch, without what cannot be read', async () => {
    const many = Array.from({ length: 2_500 }, (_, random) => message('many', { v: 1, random }))
    const before = await refused(world.project.id, 'invalid')
    for (let i = 0; i < many.length; i += 500)
      await client.sadd(setOf(named), ...many.slice(i, i + 500))
    await client.sadd(setOf(named), 'nonsense', message('many', { v: 'x' }))
    await listen()
    await until(isEmpty)
    expect(await sumOf('many')).toBe(2_500)
    await until(async () => (await refused(world.project.id, 'invalid')) === before + 2)
  })

  test('a set whose key is revoked, or of another project, is left alone', async () => {
    const others = [
      setOf({ ...named, publicKey: 'revoked' }),
      setOf({ ...named, project: 'default' }),
    ]
    for (const other of others) await client.sadd(other, message('left'))
    await listen()
    await client.sadd(setOf(named), message('own'))
    await until(async () => (await sumOf('own')) === 2)
    expect(await client.exists(...others)).toBe(2)
  })

  test('of two intakes one counts what is published, and the other when it is gone', async () => {
    const first = await listenAndHear()
    const second = await listen()
    await client.publish(channelOf(named), message('turns'))
    await until(async () => (await sumOf('turns')) === 2)
    listeners.splice(listeners.indexOf(first), 1)
    await first.close()
    await until(() => hears(second))
    await client.publish(channelOf(named), message('turns'))
    await until(async () => (await sumOf('turns')) >= 4)
    expect(await sumOf('turns')).toBe(4)
  })

  test.each(['taken', 'counted'])(
    'an intake that is killed when a batch of a set was %s: another counts it, once',
    async moment => {
      const name = `${moment} when it was killed`
      const many = Array.from({ length: 10 }, (_, random) => message(name, { v: 1, random }))
      await client.sadd(setOf(named), ...many)
      child = fork(join(import.meta.dirname, 'redis-intake.ts'), [moment], {
        env: { ...process.env, REDIS_URL: server.url },
      })
      const [, signal] = await once(child, 'exit')
      expect(signal).toBe('SIGKILL')
      expect(await client.scard(setOf(named))).toBe(0)
      expect(await sumOf(name)).toBe(moment === 'taken' ? 0 : 10)

      // As after 30 s without it.
      await client.del(await client.keys('belfry:intake:*'))
      await listen()
      await until(isEmpty)
      expect(await sumOf(name)).toBe(10)
    },
  )

  test('what the project’s limits keep out for now stays in Redis and is counted later', async () => {
    let asked = 0
    const { metrics } = world.context
    await client.sadd(setOf(named), message('patience'))
    await listen({
      ...metrics,
      accept(...given) {
        if (asked++ < 2) throw new UserError('too many', { code: 'too_many', retryAfterSeconds: 0 })
        return metrics.accept(...given)
      },
    })
    await until(isEmpty)
    expect([asked, await sumOf('patience')]).toEqual([3, 2])
  })

  test('a project that does not take GottWall’s protocol is not read', async () => {
    await updateProject(world.project.id, { protocols: ['http'] }, byAda)
    const { directory } = world.context
    await until(() => directory.byId(world.project.id)?.protocols?.length === 1)
    await client.sadd(setOf(named), message('closed'))
    await listen()
    const before = await refused(world.project.id, 'forbidden')
    await until(async () => {
      await client.publish(channelOf(named), message('closed'))
      return (await refused(world.project.id, 'forbidden')) > before
    })
    expect([await client.scard(setOf(named)), await sumOf('closed')]).toEqual([1, 0])

    await updateProject(world.project.id, { protocols: null }, byAda)
    await until(async () => (await sumOf('closed')) === 2)
  })
})
