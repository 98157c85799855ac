import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openEngineWorld } from '#tests/kill-points/engine-world.ts'
import { letLeasesEnd } from '#tests/kill-points/leases.ts'
import { unnamed } from '#tests/kill-points/named.ts'
import type { Point } from '#tests/kill-points/point.ts'
import { take } from '#tests/lib/streams/feed/world.ts'
import { saveOrders, savePipeline, streamsNow } from '#tests/lib/streams/running/world.ts'
import { until } from '#tests/until.ts'

let world: Awaited<ReturnType<typeof openEngineWorld>>
beforeAll(async () => {
  world = await openEngineWorld()
  await saveOrders(world.pool)
  await savePipeline(world.pool, 'report', [
    { name: 'event', params: { type: 'reported' } },
    { name: 'metric', params: { name: 'reports' } },
    { name: 'webhook', params: { alert: 'hook' } },
    { name: 'alert', params: { message: 'Order {{order}}', alerts: ['mail'] } },
  ])
  await world.engine.start()
})
afterAll(() => world?.close())

const CLAIM = { writes: ['stream'], says: `set state = 'firing'` }
const END = { writes: ['stream', 'post', 'notice', 'event'] }
const SEND = { writes: ['post'], butNot: ['stream', 'post_attempt'] }
const SENT = { writes: ['post_attempt'] }
/** One that expires is claimed in the same way; and rounds, which say what they find again. */
const ALIKE = [`set state = 'expiring'`, 'from early', 'with lost'].map(says => ({
  writes: ['stream'],
  says,
}))
/** Between any two effects on the way from a stream to who is told of it, in their order; and whether the receiver hears it twice then. */
const POINTS: [what: string, point: Point, repeats: boolean][] = [
  ['before a stream is claimed', { moment: 'before', ...CLAIM }, false],
  ['after a stream is claimed', { moment: 'after', ...CLAIM }, false],
  ['after its pipeline has run', { moment: 'before', ...END }, false],
  ['after its end is recorded', { moment: 'after', ...END }, false],
  ['before a post is claimed', { moment: 'before', ...SEND }, false],
  ['after a post is claimed', { moment: 'after', ...SEND }, false],
  ['after the receiver has answered', { moment: 'before', ...SENT }, true],
  ['after that is recorded', { moment: 'after', ...SENT }, false],
]
const expected = { streams: 0, repeats: 0 }

/** What was made of all streams. */
async function made() {
  const { rows } = await world.pool.query<{ [name: string]: number }>(`
    select (select count(*)::int from event join event_type t on t.id = type_id where t.name = 'reported') as events,
      (select coalesce(sum(b.sum), 0)::int from metric_minute b) as metrics,
      (select count(*)::int from post where status = 'sent') as posts,
      (select count(*)::int from delivery where status = 'sent') as notices`)
  return rows[0]
}

describe('an engine that is killed', () => {
  test.each(POINTS)('%s', async (_, point, repeats) => {
    const order = `o-${++expected.streams}`
    if (repeats) expected.repeats++
    await world.engine.aim(point)
    await take(world.pool, [{ type: 'order.shipped', uid: order, traits: { order } }])
    await world.engine.killed()
    await letLeasesEnd(world.pool)
    await world.engine.start()

    const all = { events: 0, metrics: 0, posts: 0, notices: 0 }
    for (const kind of Object.keys(all) as (keyof typeof all)[]) all[kind] = expected.streams
    await until(
      async () =>
        (await made())?.posts === expected.streams && (await made())?.notices === expected.streams,
    )
    expect(await made()).toEqual(all)
    expect((await streamsNow(world.pool)).map(({ state }) => state)).toEqual(
      Array(expected.streams).fill('completed'),
    )
    const { rows } = await world.pool.query<{ uid: string }>('select uid from post order by id')
    expect([...new Set(world.hook.received)]).toEqual(rows.map(({ uid }) => uid))
    expect(world.hook.received).toHaveLength(expected.streams + expected.repeats)
  })

  test('names every step that it takes with a stream', () => {
    const steps = world.engine
      .effects()
      .filter(({ says }) => says.some(one => /\b(stream|post)\b/.test(one)))
    const known = [...POINTS.map(([, point]) => point), ...ALIKE]
    expect(unnamed(steps, known)).toEqual([])
  })
})
