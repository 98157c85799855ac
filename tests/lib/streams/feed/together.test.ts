import { randomUUID } from 'node:crypto'
import type { Pool } from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openPool } from '#lib/db/client.ts'
import { named, storeEvents } from '#lib/events/intake/store.ts'
import { holdProjects } from '#lib/projects/hold.ts'
import { createProject, deleteProject } from '#lib/projects/mutations.ts'
import { feed } from '#lib/streams/feed/feed.ts'
import { lockTriggers } from '#lib/streams/feed/known.ts'
import { claimDue } from '#lib/streams/running/claim.ts'
import { byAda } from '#tests/actor.ts'
import { freshDatabase } from '#tests/database.ts'
import { anEvent, openIntake } from '#tests/lib/events/world.ts'
import { aProject } from '#tests/lib/metrics/world.ts'
import {
  alterTrigger,
  ORDERS,
  saveTrigger,
  streamsIn,
  take,
} from '#tests/lib/streams/feed/world.ts'
import { until } from '#tests/until.ts'

const FEEDERS = 6
const engineId = randomUUID()

let database: Awaited<ReturnType<typeof freshDatabase>>
let pool: Pool
beforeAll(async () => {
  database = await freshDatabase()
  pool = openPool(database.url, FEEDERS + 2)
})
afterAll(async () => {
  await pool.end()
  await database.close()
})
beforeEach(() => database.pool.query('truncate trigger, trigger_generation, event cascade'))

const STEPS = ['order.placed', 'payment', 'shipment']

/** A transaction that loses a deadlock is begun again, as recorders do; how often. */
async function persistently(work: () => Promise<unknown>): Promise<number> {
  for (let lost = 0; ; lost++)
    try {
      await work()
      return lost
    } catch (error) {
      if ((error as { code?: string }).code !== '40P01') throw error
    }
}

test('feeders side by side put each event into one stream, and wait for each other never in a circle', async () => {
  await saveTrigger(pool, ORDERS)
  await saveTrigger(pool, { ...ORDERS, name: 'customers', distinguished_by: ['customer'] })
  const sent = Array.from({ length: 900 }, (_, i) => ({
    ...{ uid: `e${i}`, type: STEPS[i % 3] as string },
    traits: { order: Math.floor(i / 3), customer: i % 7 },
  }))
  // In turns, so that what belongs together comes by all of them at once.
  const hands = Array.from({ length: FEEDERS }, (_, k) => sent.filter((_, i) => i % FEEDERS === k))
  const lost = await Promise.all(
    hands.map(async events => {
      let deadlocks = 0
      for (let i = 0; i < events.length; i += 25)
        deadlocks += await persistently(() => take(pool, events.slice(i, i + 25)))
      return deadlocks
    }),
  )
  expect(lost).toEqual(hands.map(() => 0))

  const streams = await streamsIn(pool)
  const orders = streams.filter(({ trigger }) => trigger === 'orders')
  expect(orders).toHaveLength(300)
  expect(
    orders.every(({ met, events, isReady }) => `${met} ${events}` === '1,1,1 3' && isReady),
  ).toBe(true)
  const customers = streams.filter(({ trigger }) => trigger === 'customers')
  expect(customers).toHaveLength(7)
  const members = customers.flatMap(({ uids }) => uids)
  expect(members.toSorted()).toEqual(sent.map(({ uid }) => uid).toSorted())
  expect(customers.map(({ events }) => events).reduce((a, b) => a + b)).toBe(900)
})

test('streams that end, and triggers that are saved, while feeders work cost no event and no deadlock', async () => {
  const often = { ...ORDERS, fire_criteria: [{ event_type: 'payment', number: 3 }] }
  await saveTrigger(pool, often)
  const hands = Array.from({ length: 4 }, (_, k) =>
    Array.from({ length: 20 }, (_, i) =>
      Array.from({ length: 10 }, (_, j) => ({
        ...{ uid: `e${k} ${i} ${j}`, type: 'payment', traits: { order: (i + j) % 7 } },
      })),
    ),
  )
  let isFeeding = true
  const ending = (async () => {
    for (let round = 0; isFeeding; round++) {
      await claimDue(pool, { engineId, occasion: 'fire', most: 100, mostEvents: 10_000 })
      if (round % 10 === 0) await saveTrigger(pool, often)
    }
  })()
  const lost = await Promise.all(
    hands.map(async batches => {
      let deadlocks = 0
      for (const events of batches) deadlocks += await persistently(() => take(pool, events))
      return deadlocks
    }),
  ).finally(() => {
    isFeeding = false
  })
  await ending
  expect(lost).toEqual(hands.map(() => 0))

  const streams = await streamsIn(pool)
  expect(streams.flatMap(({ uids }) => uids).toSorted()).toEqual(
    hands
      .flat(2)
      .map(({ uid }) => uid)
      .toSorted(),
  )
  expect(streams.filter(({ events, uids }) => events !== uids.length)).toEqual([])
})

test('an event that comes by several intakes at once is collected once', async () => {
  await saveTrigger(pool, ORDERS)
  const intakes = Array.from({ length: 3 }, () => openIntake(pool))
  const at = Date.now() / 1000
  const events = Array.from({ length: 20 }, (_, i) =>
    anEvent({ uid: `same ${i}`, type: 'payment', at, traits: { order: i % 4 } }),
  )
  const outcomes = await Promise.all(
    intakes.flatMap(intake => [1, 2].map(() => intake.accept(aProject({}), 'http', events))),
  )
  await Promise.all(intakes.map(intake => intake.close()))
  expect(outcomes.flat().filter(outcome => outcome === 'accepted')).toHaveLength(20)
  expect((await streamsIn(pool)).map(({ events, met }) => [events, met[1]])).toEqual(
    Array.from({ length: 4 }, () => [5, 5]),
  )
  const { rows } = await pool.query(
    `select sum(count)::int as count from trigger_statistic where criteria = '' and name = 'Added events'`,
  )
  expect(rows).toEqual([{ count: 20 }])
})

test('a transaction that is cut off leaves nothing in streams, and its events are taken when they come again', async () => {
  await saveTrigger(pool, ORDERS)
  const client = await pool.connect()
  await client.query('begin')
  const event = named(anEvent({ uid: 'again', type: 'payment', traits: { order: 1 } }))
  await storeEvents(client, 1, [event])
  await feed(client, [{ projectId: 1, event, depth: 0 }])
  const { rows } = await client.query('select pg_backend_pid() as pid')
  await database.pool.query('select pg_terminate_backend($1)', [rows[0].pid])
  client.release(true)
  await until(async () => {
    const { rowCount } = await database.pool.query('select from pg_stat_activity where pid = $1', [
      rows[0].pid,
    ])
    return rowCount === 0
  })
  expect(await streamsIn(pool)).toEqual([])
  await take(pool, [{ uid: 'again', at: event.at, type: 'payment', traits: { order: 1 } }])
  expect(await streamsIn(pool)).toMatchObject([{ uids: ['again'] }])
})

test('a project that is deleted waits for a batch that meets its triggers, and not in a circle', async () => {
  const { id: projectId } = await createProject({ name: 'shop' }, byAda)
  await saveTrigger(pool, ORDERS, projectId)
  const feeder = await pool.connect()
  await feeder.query('begin')
  await holdProjects(feeder, [projectId])
  await lockTriggers(feeder, [projectId])

  const deleted = deleteProject(projectId, byAda)
  await until(async () => {
    const { rowCount } = await database.pool.query(
      `select from pg_stat_activity
       where datname = current_database() and wait_event_type = 'Lock'`,
    )
    return rowCount
  })
  const event = named(anEvent({ type: 'payment', traits: { order: 1 } }))
  const { tally } = await feed(feeder, [{ projectId, event, depth: 0 }])
  expect(tally.size).toBe(1)
  await feeder.query('commit')
  feeder.release()
  await deleted
  expect(await streamsIn(pool)).toEqual([])
})

test('a save waits for the batches under way, and what comes after its answer meets the new version', async () => {
  const id = await saveTrigger(pool, ORDERS)
  await take(pool, [{ type: 'payment', traits: { order: 1 } }])
  const holding = await pool.connect()
  await holding.query('begin')
  await holding.query('select from trigger_generation for share')
  let isSaved = false
  const saved = alterTrigger(pool, id, 'enabled = false').then(() => {
    isSaved = true
  })
  await until(async () => {
    const { rowCount } = await database.pool.query(
      `select from pg_locks where not granted and relation = 'trigger_generation'::regclass`,
    )
    return rowCount
  })
  // Another feeder does not overtake the save.
  const fed = take(pool, [{ type: 'payment', traits: { order: 2 } }])
  expect(isSaved).toBe(false)
  await holding.query('commit')
  holding.release()
  await Promise.all([saved, fed])
  expect(await streamsIn(pool)).toHaveLength(1)
})
