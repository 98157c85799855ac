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
  await saveOrders(world.pool, { expiration: '$last + 1s', expire_pipeline: 'report' })
  await savePipeline(world.pool, 'report', [
    { name: 'event', params: { type: 'reported' } },
    { name: 'metric', params: { name: 'reports' } },
    { name: 'webhook', params: { alert: 'hook' } },
    { name: 'alert', params: { message: 'Order {{order}}', alerts: ['mail'] } },
  ])
  await world.engine.start()
})
afterAll(() => world?.close())

/** What becomes of a stream that begins with an event of a type. */
const OCCASIONS = [
  { occasion: 'fire', type: 'order.shipped', state: 'firing' },
  { occasion: 'expire', type: 'order.placed', state: 'expiring' },
] as const
const END = { writes: ['stream', 'post', 'notice', 'event'] }
const SEND = { writes: ['post'], butNot: ['stream', 'post_attempt'] }
const SENT = { writes: ['post_attempt'] }
/** Rounds, which say what they find again. */
const ALIKE = ['from early', 'with lost'].map(says => ({ writes: ['stream'], says }))
/** Between any two effects on the way from a stream to who is told of it, in their order; and whether the receiver hears it twice then. */
const pointsOf = (state: string): [what: string, point: Point, repeats: boolean][] => {
  const claim = { writes: ['stream'], says: `set state = '${state}'` }
  return [
    ['before a stream is claimed', { moment: 'before', ...claim }, false],
    ['after a stream is claimed', { moment: 'after', ...claim }, false],
    ['after its pipeline has run', { moment: 'before', ...END }, false],
    ['after its end is recorded', { moment: 'after', ...END }, false],
    ['before a post is claimed', { moment: 'before', ...SEND }, false],
    ['after a post is claimed', { moment: 'after', ...SEND }, false],
    ['after the receiver has answered', { moment: 'before', ...SENT }, true],
    ['after that is recorded', { moment: 'after', ...SENT }, false],
  ]
}
const expected = { occasions: [] as string[], repeats: 0 }

/** What was made of all streams. */
async function made() {
  const { rows } = await world.pool.query<{ [name: string]: number }>(`
    select (select count(*)::int from event join event_type t on t.id = type_id where t.name = 'reported') as events,
      (select coalesce(sum(b.sum), 0)::int from metric_minute b) as metrics,
      (select count(*)::int from post where status = 'sent') as posts,
      (select count(*)::int from delivery where status = 'sent') as notices`)
  return rows[0]
}

describe.each(OCCASIONS)('an engine that is killed, with a stream that is to $occasion', given => {
  const { occasion, type, state } = given
  test.each(pointsOf(state))('%s', async (_, point, repeats) => {
    const count = expected.occasions.push(occasion)
    const order = `o-${count}`
    if (repeats) expected.repeats++
    await world.engine.aim(point)
    await take(world.pool, [{ type, uid: order, traits: { order } }])
    await world.engine.killed()
    await letLeasesEnd(world.pool)
    await world.engine.start()

    await until(async () => (await made())?.posts === count && (await made())?.notices === count)
    expect(await made()).toEqual({ events: count, metrics: count, posts: count, notices: count })
    expect((await streamsNow(world.pool)).map(({ state }) => state)).toEqual(
      Array(count).fill('completed'),
    )
    const { rows } = await world.pool.query<{ uid: string; occasion: string }>(
      'select uid, occasion from post order by id',
    )
    expect(rows.map(post => post.occasion)).toEqual(expected.occasions)
    expect([...new Set(world.hook.received)]).toEqual(rows.map(({ uid }) => uid))
    expect(world.hook.received).toHaveLength(count + expected.repeats)
  })
})

test('every step that an engine takes with a stream is named', () => {
  const steps = world.engine
    .effects()
    .filter(({ says }) => says.some(one => /\b(stream|post)\b/.test(one)))
  const points = OCCASIONS.flatMap(({ state }) => pointsOf(state)).map(([, point]) => point)
  expect(unnamed(steps, [...points, ...ALIKE])).toEqual([])
})
