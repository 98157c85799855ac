import { connect } from 'node:net'
import { StatsD } from 'hot-shots'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Listener } from '#lib/intake/listener.ts'
import { openStatsd } from '#lib/intake/statsd/open.ts'
import { readPoints } from '#lib/metrics/data.ts'
import type { Kind } from '#lib/metrics/terms.ts'
import { openWorld } from '#tests/lib/intake/world.ts'
import { aProject } from '#tests/lib/metrics/world.ts'
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

/** What a metric of the default project is shown as over all time. */
async function shown(name: string, kind: Kind, filters: Record<string, string> = {}) {
  const asked = { name, kind, period: 'all', from: 0, to: Date.now() / 1000 } as const
  const [point] = await readPoints(aProject(), asked, filters)
  return point?.[1]
}

test('what a client of the field sends is counted: counters, gauges, timings, sets, tags, samples', async () => {
  const client = new StatsD({ host: '127.0.0.1', port, cacheDns: true })
  for (let i = 0; i < 10; i++) client.increment('orders', 2, { country: i < 4 ? 'ch' : 'de' })
  client.gauge('depth', 40)
  client.gaugeDelta('depth', 2)
  for (const ms of [10, 20, 30]) client.timing('took', ms)
  for (const who of ['ada', 'bob', 'ada']) client.unique('people', who)
  await new Promise(resolve => client.close(resolve))

  await until(async () => (await shown('orders', 'counter')) === 20)
  expect(await shown('orders', 'counter', { country: 'ch' })).toBe(8)
  await until(async () => (await shown('depth', 'gauge')) === 42)
  await until(async () => (await shown('took', 'distribution')) === 20)
  await until(async () => (await shown('people', 'set')) === 2)
})

test('over TCP every line counts, however it is cut, and the last one without an end', async () => {
  const socket = connect(port, '127.0.0.1')
  const text = 'tcp:1|c\ntcp:2|c|@0.5\nbad\ntcp:3:4|c\r\ntcp:5|c'
  for (const letter of text) socket.write(letter)
  socket.end()
  await until(async () => (await shown('tcp', 'counter')) === 17)
  await until(async () => {
    const { rows } = await world.pool.query(
      `select sum(count)::int as n from intake_count where input = 'statsd' and reason = 'invalid'`,
    )
    return rows[0]?.n === 1
  })
})

test('fifty thousand lines count, each of them once', async () => {
  const lines = Array.from({ length: 50_000 }, (_, i) => `load.${i % 100}:1|c|#shard:${i % 7}\n`)
  const socket = connect(port, '127.0.0.1')
  socket.end(lines.join(''))
  await until(async () => {
    const { rows } = await world.pool.query<{ sum: number }>(
      `select sum(d.sum) from metric_month d join metric_series s on s.id = d.series_id and s.filters = '{}'
       join metric m on m.id = s.metric_id where m.name like 'load.%'`,
    )
    return rows[0]?.sum === 50_000
  })
})

test('a sample beyond all measure costs no other line', async () => {
  const socket = connect(port, '127.0.0.1')
  socket.end('beside:1|c\nrare:1|ms|@1e-300\nhuge:1e308|c\nhuge:1e307|c|@0.01\nbeside:2|c\n')
  await until(async () => (await shown('beside', 'counter')) === 3)
  expect(await shown('huge', 'counter')).toBeUndefined()
})

test('a gauge that was set to no number stays where it is', async () => {
  const socket = connect(port, '127.0.0.1')
  socket.end('level:5|g\nlevel:high|g\nlevel:+2|g\n')
  await until(async () => (await shown('level', 'gauge')) === 7)
})
