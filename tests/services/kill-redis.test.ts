import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { channelOf, setOf } from '#lib/intake/gottwall/channels.ts'
import { FIRETOWER_LIST, pushed } from '#lib/intake/redis/emit.ts'
import { createProject } from '#lib/projects/mutations.ts'
import { byAda } from '#tests/actor.ts'
import { freshDatabase } from '#tests/database.ts'
import { newFolder } from '#tests/flows/product.ts'
import { unnamed } from '#tests/kill-points/named.ts'
import type { Point } from '#tests/kill-points/point.ts'
import { victim } from '#tests/kill-points/victim.ts'
import { storedIn } from '#tests/lib/relay/stored.ts'
import { listenersAt } from '#tests/listeners.ts'
import { redis, startRedis } from '#tests/services/servers/redis.ts'
import { isInstalled } from '#tests/services/servers/server.ts'
import { until } from '#tests/until.ts'

const KEYS = { publicKey: '0123456789abcdef0123456789abcdef', privateKey: 'private' }
const SET = setOf({ project: 'shop', ...KEYS })
const CHANNEL = channelOf({ project: 'shop', ...KEYS })
const TURN = 'belfry:gottwall'

describe.skipIf(!isInstalled(redis))('an intake that takes from Redis', () => {
  let database: Awaited<ReturnType<typeof freshDatabase>>
  let server: Awaited<ReturnType<typeof startRedis>>
  let client: Redis
  let intake: ReturnType<typeof victim>
  beforeAll(async () => {
    database = await freshDatabase()
    server = await startRedis()
    client = new Redis(server.url)
    await createProject({ name: 'shop' }, byAda, [KEYS])
    intake = victim({
      module: 'lib/roles/main.ts',
      args: ['intake'],
      env: {
        ...{
          ...listenersAt('off'),
          BELFRY_HOST: '127.0.0.1',
          BELFRY_INTAKE_HTTP: '0',
          REDIS_URL: server.url,
        },
        ...{ DATABASE_URL: database.url, BELFRY_DATA: newFolder() },
      },
    })
  })
  afterAll(async () => {
    await intake?.kill()
    client?.disconnect()
    await server?.stop()
    await database?.close()
  })

  /** As after 30 s without it. */
  async function letLeasesEnd() {
    const leases = await client.keys('belfry:intake:*')
    await client.del(TURN, ...leases)
  }

  const sent = { errors: 0, hits: 0 }
  const LIST = {
    key: FIRETOWER_LIST,
    async put() {
      sent.errors += 2
      for (let i = 0; i < 2; i++) await client.lpush(FIRETOWER_LIST, pushed('it failed'))
    },
  }
  const hits = (v: number) => {
    const ts = Math.floor(Date.now() / 1000)
    return JSON.stringify({ a: 'incr', n: 'hits', ts, v, p: 'shop' })
  }
  const MESSAGES = {
    key: SET,
    async put() {
      sent.hits += 3
      await client.sadd(SET, hits(1), hits(2))
    },
  }

  const TAKE = { door: 'network', says: 'lmove' } as const
  const TAKE_SET = { door: 'network', says: SET } as const
  const COUNT = { writes: ['intake_seen', 'signature'] }
  const COUNT_SET = { writes: ['intake_seen', 'metric_minute'] }
  const REMOVE = { door: 'network', says: 'hdel' } as const
  /** What it brings about with a batch: it is set apart, counted, removed. */
  test.each<[string, string, typeof LIST, Point]>([
    ['before it is taken', 'a list', LIST, { moment: 'before', ...TAKE }],
    ['after it is taken', 'a list', LIST, { moment: 'after', ...TAKE }],
    ['before it is counted', 'a list', LIST, { moment: 'before', ...COUNT }],
    ['after it is counted', 'a list', LIST, { moment: 'after', ...COUNT }],
    ['after it is removed', 'a list', LIST, { moment: 'after', ...REMOVE }],
    ['before it is taken', 'a set', MESSAGES, { moment: 'before', ...TAKE_SET }],
    ['after it is taken', 'a set', MESSAGES, { moment: 'after', ...TAKE_SET }],
    ['before it is counted', 'a set', MESSAGES, { moment: 'before', ...COUNT_SET }],
    ['after it is counted', 'a set', MESSAGES, { moment: 'after', ...COUNT_SET }],
    ['after it is removed', 'a set', MESSAGES, { moment: 'after', ...REMOVE }],
  ])('killed %s, what was in %s is counted, once', async (_, __, { put }, point) => {
    await put()
    await intake.start(point)
    await intake.killed()
    await letLeasesEnd()

    await intake.start()
    await until(async () => {
      const left = await client.exists(FIRETOWER_LIST, SET, 'belfry:batches')
      return left === 0
    })
    const { errors, hits } = await storedIn(database.pool)
    expect({ errors, hits }).toEqual(sent)
    await intake.kill()
    await letLeasesEnd()
  })

  const PUBLISHED = { writes: ['metric_minute'] }
  /** Until the intake knows that its turn has come: it keeps it then, which makes it longer. */
  async function itsTurn() {
    let left = Infinity
    await until(async () => {
      const before = left
      left = await client.pttl(TURN)
      return before > 0 && left > before
    })
  }

  test.each(['before', 'after'] as const)(
    'killed %s the commit of what was published, which has no answer: nothing is counted twice, and what comes later is counted',
    async moment => {
      await intake.start()
      await itsTurn()
      await intake.aim({ moment, ...PUBLISHED })
      await client.publish(CHANNEL, hits(1))
      await intake.killed()
      await letLeasesEnd()
      if (moment === 'after') sent.hits++

      await intake.start()
      await itsTurn()
      expect(await storedIn(database.pool)).toMatchObject(sent)
      await client.publish(CHANNEL, hits(1))
      sent.hits++
      await until(async () => (await storedIn(database.pool)).hits >= sent.hits)
      expect(await storedIn(database.pool)).toMatchObject(sent)
      await intake.kill()
      await letLeasesEnd()
    },
  )

  test('every step that it takes is named', () => {
    expect(unnamed(intake.effects(), [COUNT, PUBLISHED])).toEqual([])
  })
})
