import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { connect as connectTo, createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { readEnv } from '#lib/env.ts'
import type { ErrorIntake } from '#lib/errors/contract.ts'
import { UserError } from '#lib/failures.ts'
import type { Listener } from '#lib/intake/listener.ts'
import { pushed } from '#lib/intake/redis/emit.ts'
import { openRedis } from '#lib/intake/redis/listener.ts'
import { updateProject } from '#lib/projects/mutations.ts'
import { byAda } from '#tests/actor.ts'
import { openWorld } from '#tests/lib/intake/world.ts'
import { redis, startRedis } from '#tests/services/servers/redis.ts'
import { isInstalled } from '#tests/services/servers/server.ts'
import { until } from '#tests/until.ts'

describe.skipIf(!isInstalled(redis))('Redis', () => {
  let world: Awaited<ReturnType<typeof openWorld>>
  let server: Awaited<ReturnType<typeof startRedis>>
  let client: Redis
  let child: ChildProcess | undefined
  let listener: Listener | null = null

  beforeAll(async () => {
    server = await startRedis()
    client = new Redis(server.url)
    world = await openWorld()
    await updateProject(world.project.id, { claims: { lists: ['shop'] } }, byAda)
    await until(() => world.context.directory.claimedBy({ list: 'shop' }).id === world.project.id)
  })
  beforeEach(() => client.flushall())
  afterEach(async () => {
    child?.kill('SIGKILL')
    await listener?.close()
    listener = null
  })
  afterAll(async () => {
    client.disconnect()
    await world.close()
    await server.stop()
  })

  const listen = async (redisUrl = server.url, intake: ErrorIntake = world.context.intake) => {
    const env = readEnv({ ...process.env, REDIS_URL: redisUrl })
    listener = await openRedis({ ...world.context, env, intake })
  }
  const countOf = async (template: string) => {
    const { rows } = await world.pool.query<{ count: number; project: string }>(
      'select sum(count)::int as count from signature where template = $1',
      [template],
    )
    return rows[0]?.count ?? 0
  }
  const isEmpty = async () => {
    const keys = await client.keys('*')
    return keys.every(key => key === 'belfry:gottwall' || key.startsWith('belfry:intake:'))
  }

  test('what Firetower’s clients push is counted, and then gone', async () => {
    await client.lpush(
      'incoming',
      pushed('it broke'),
      pushed('{"sig":"disk full","hostname":"web-1"}'),
    )
    await listen()
    await until(isEmpty)
    expect([await countOf('it broke'), await countOf('disk full')]).toEqual([1, 1])
    const { rows } = await world.pool.query(
      `select project_id, input, host from error_event where message = 'disk full'`,
    )
    expect(rows).toEqual([{ project_id: 1, input: 'redis', host: 'web-1' }])
  })

  test('a list that a project claims is that project’s', async () => {
    await listen()
    await client.lpush('shop', pushed('out of stock'))
    await until(async () => (await countOf('out of stock')) === 1)
    expect(await world.signatures()).toMatchObject([{ template: 'out of stock', count: 1 }])
  })

  test('what is no event is kept as text, with a mark', async () => {
    await client.lpush('incoming', Buffer.from([0xff, 0x00, 0x41]), '[1]', '')
    await listen()
    await until(isEmpty)
    const { rows } = await world.pool.query(
      `select message, details->'marks' as marks from error_event where project_id = 1
       and details ? 'marks' order by message`,
    )
    expect(rows.map(({ message }) => message).sort()).toEqual(['(empty)', '[1]', '\uFFFD\uFFFDA'])
    expect(rows[0]?.marks).toEqual([
      'neither an event of Firetower nor a plain error; kept as text',
    ])
  })

  test('more than a batch is taken in many', async () => {
    const many = Array.from({ length: 2_500 }, () => pushed('one of many'))
    await client.lpush('incoming', ...many)
    await listen()
    await until(isEmpty)
    expect(await countOf('one of many')).toBe(2_500)
  })

  test('a key of another kind hinders no other list', async () => {
    await client.set('incoming', 'a text')
    await client.lpush('shop', pushed('still here'))
    await listen()
    await until(async () => (await countOf('still here')) === 1)
    expect(await until(() => listener?.info?.().redis?.problem)).toContain('WRONGTYPE')
  })

  test.each(['taken', 'counted'])(
    'an intake that is killed when a batch was %s: another counts it, once',
    async moment => {
      const message = `${moment} when it was killed`
      await client.lpush('incoming', ...Array.from({ length: 10 }, () => pushed(message)))
      child = fork(join(import.meta.dirname, 'redis-intake.ts'), [moment], {
        env: { ...process.env, REDIS_URL: server.url },
      })
      const [, signal] = await once(child, 'exit')
      expect(signal).toBe('SIGKILL')
      expect(await client.llen('incoming')).toBe(0)
      expect(await countOf(message)).toBe(moment === 'taken' ? 0 : 10)

      // As after 30 s without it.
      await client.del(await client.keys('belfry:intake:*'))
      await listen()
      await until(isEmpty)
      expect(await countOf(message)).toBe(10)
    },
  )

  test('what another intake holds that is alive is left to it', async () => {
    const name = 'belfry:batch:held'
    await client.lpush(name, pushed('held'))
    await client.hset('belfry:batches', name, JSON.stringify({ projectId: 1, taker: 'other' }))
    await client.set('belfry:intake:other', '1')
    await listen()
    await client.lpush('incoming', pushed('not held'))
    await until(async () => (await countOf('not held')) === 1)
    expect([await client.llen(name), await countOf('held')]).toEqual([1, 0])
  })

  test('what the intake refuses for now stays and is asked again', async () => {
    let asked = 0
    const { intake } = world.context
    const hesitant: ErrorIntake = {
      ...intake,
      accept(...given) {
        if (asked++ < 2) throw new UserError('too many', { code: 'too_many', retryAfterSeconds: 0 })
        return intake.accept(...given)
      },
    }
    await client.lpush('incoming', pushed('patience'))
    await listen(server.url, hesitant)
    await until(isEmpty)
    expect([asked, await countOf('patience')]).toEqual([3, 1])
  })

  test('one that the database never takes costs no other', async () => {
    const { intake } = world.context
    const picky: ErrorIntake = {
      ...intake,
      async accept(project, input, events, options) {
        if (events.some(({ message }) => message === 'poison')) throw new Error('refused')
        return intake.accept(project, input, events, options)
      },
    }
    await client.lpush('incoming', pushed('good'), pushed('poison'), pushed('good'))
    await listen(server.url, picky)
    await until(isEmpty)
    expect([await countOf('good'), await countOf('poison')]).toEqual([2, 0])
  })

  test('a server that is away is told, waited for, and taken from when it is back', async () => {
    const way = await openWay(server.url)
    way.block()
    await listen(`redis://127.0.0.1:${way.port}`)
    expect(await until(() => listener?.info?.().redis?.problem)).toEqual(expect.any(String))

    await client.lpush('incoming', pushed('back again'))
    way.open()
    await until(async () => (await countOf('back again')) === 1)
    await until(() => listener?.info?.().redis?.problem === null)

    way.block()
    await client.lpush('incoming', pushed('and again'))
    await until(() => listener?.info?.().redis?.problem)
    way.open()
    await until(async () => (await countOf('and again')) === 1)
    await listener?.close()
    listener = null
    await way.close()
  })
})

/** A way to the server that can be cut. */
async function openWay(target: string) {
  const { hostname, port } = new URL(target)
  const sockets = new Set<Socket>()
  let isOpen = true
  const server = createServer(socket => {
    sockets.add(socket.on('error', () => {}))
    if (!isOpen) return socket.destroy()
    const onward = connectTo(Number(port), hostname).on('error', () => {})
    sockets.add(onward)
    socket.pipe(onward).pipe(socket)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const cut = () => {
    for (const socket of sockets) socket.destroy()
    sockets.clear()
  }
  return {
    port: (server.address() as { port: number }).port,
    open() {
      isOpen = true
    },
    block() {
      isOpen = false
      cut()
    },
    async close() {
      cut()
      server.close()
      await once(server, 'close')
    },
  }
}
