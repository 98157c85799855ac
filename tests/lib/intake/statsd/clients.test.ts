import { StatsD as HotShots } from 'hot-shots'
import NodeStatsd from 'node-statsd'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Listener } from '#lib/intake/listener.ts'
import { openStatsd } from '#lib/intake/statsd/open.ts'
import { DEFAULT_PROJECT } from '#lib/projects/schema.ts'
import { CLIENTS } from '#tests/lib/intake/statsd/clients.ts'
import { openWorld } from '#tests/lib/intake/world.ts'
import { until } from '#tests/until.ts'

let world: Awaited<ReturnType<typeof openWorld>>
let listener: Listener
let port: number

beforeAll(async () => {
  world = await openWorld()
  listener = (await openStatsd(world.context)) as Listener
  port = Number(/:(\d+) /.exec(listener.line)?.[1])
})
afterAll(async () => {
  await listener.close()
  await world.close()
})
afterEach(() => void vi.restoreAllMocks())

interface Stored {
  kind: string
  sum: number
  count: number
  last: number
  bins: number
}

/** What is stored of a series of the default project; undefined before anything came. */
async function stored(name: string, filters: Record<string, string> = {}) {
  const { rows } = await world.pool.query<Stored>(
    `select m.kind, sum(b.sum) as sum, sum(b.count) as count, max(cardinality(b.bins)) as bins,
       (array_agg(b.last order by b.last_at desc))[1] as last
     from metric m join metric_series s on s.metric_id = m.id join metric_month b on b.series_id = s.id
     where m.project_id = $1 and m.name = $2 and s.filters = $3 and s.filter_values = $4
     group by m.id, m.project_id`,
    [DEFAULT_PROJECT, name, Object.keys(filters), Object.values(filters)],
  )
  return rows[0]
}

const place = (prefix: string) => ({ host: '127.0.0.1', port, prefix })

describe.each(CLIENTS)('%s', (name, open) => {
  test('is counted as it means it', async () => {
    const prefix = `${name.replaceAll(' ', '-')}.`
    const client = open(place(prefix))
    const of = (metric: string, filters?: Record<string, string>) =>
      stored(prefix + metric, filters)
    try {
      for (let i = 0; i < 10; i++) client.count('orders', 2, i < 4 ? 'ch' : 'de')
      client.count('orders', -1, 'de')
      client.gauge('depth', 42.5)
      for (const ms of [10, 20, 30]) client.timing('took', ms)
      for (const who of ['ada', 'bob', 'ada']) client.member('people', who)

      await until(async () => (await of('orders'))?.sum === 19)
      expect(await of('orders')).toMatchObject({ kind: 'counter', count: 11 })
      expect(await of('orders', { country: 'ch' })).toMatchObject({ sum: 8 })
      expect(await of('orders', { country: 'de' })).toMatchObject({ sum: 11 })
      await until(async () => (await of('depth'))?.last === 42.5)
      expect(await of('depth')).toMatchObject({ kind: 'gauge' })
      await until(async () => (await of('took'))?.sum === 60)
      expect(await of('took')).toMatchObject({ kind: 'distribution', count: 3, bins: 3 })
      await until(async () => (await of('people'))?.count === 3)
      expect(await of('people')).toMatchObject({ kind: 'set', bins: 2 })
    } finally {
      client.close()
    }
  })
})

test('samples stand for all: counters and timings', async () => {
  // Clients send a sample when the dice fall below its rate.
  vi.spyOn(Math, 'random').mockReturnValue(0)
  const old = new NodeStatsd(place('old.'))
  const young = new HotShots(place('young.'))
  old.increment('orders', 3, 0.1)
  young.increment('orders', 3, 0.1)
  young.timing('took', 20, 0.25)

  await until(async () => (await stored('old.orders'))?.sum === 30)
  await until(async () => (await stored('young.orders'))?.sum === 30)
  await until(async () => (await stored('young.took'))?.count === 4)
  expect(await stored('young.took')).toMatchObject({ sum: 80 })
  old.close()
  young.close(() => {})
})

test('many lines in one packet are counted one by one, tags of the client included', async () => {
  const client = new HotShots({
    ...place('packed.'),
    ...{ maxBufferSize: 1_000, bufferFlushInterval: 10, globalTags: { env: 'live' } },
  })
  for (let i = 0; i < 100; i++) client.increment('orders', 1, { shard: String(i % 3) })
  await until(async () => (await stored('packed.orders'))?.sum === 100)
  expect(await stored('packed.orders', { env: 'live' })).toMatchObject({ sum: 100 })
  expect(await stored('packed.orders', { shard: '0' })).toMatchObject({ sum: 34 })
  client.close(() => {})
})

test('events and checks, which are no numbers, are refused and counted so', async () => {
  const client = new HotShots(place(''))
  client.event('deployed', 'version 7')
  client.check('database', 0)
  await until(async () => {
    const { rows } = await world.pool.query<{ n: number }>(
      `select sum(count)::int as n from intake_count where input = 'statsd' and reason = 'invalid'`,
    )
    return rows[0]?.n === 2
  })
  client.close(() => {})
})
