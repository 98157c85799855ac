import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { cleanUpStreams } from '#lib/streams/clean-up.ts'
import { trimEvents } from '#lib/streams/trim.ts'
import { freshDatabase } from '#tests/database.ts'
import { alterTrigger, take } from '#tests/lib/streams/feed/world.ts'
import {
  saveOrders,
  setSettings,
  shipOrders,
  streamsNow,
} from '#tests/lib/streams/running/world.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
beforeAll(async () => {
  database = await freshDatabase()
})
afterEach(() =>
  database.pool.query(
    'truncate trigger, event, setting, stream, stream_event, trigger_statistic cascade',
  ),
)
afterAll(() => database.close())

const DAY_MS = 86_400_000
const inDays = (days: number) => new Date(Date.now() + days * DAY_MS)
const count = async (table: string) =>
  (await database.pool.query<{ n: number }>(`select count(*)::int as n from ${table}`)).rows[0]?.n

test('completed streams are deleted after the days that are set; all others stay, and so do the events', async () => {
  await saveOrders(database.pool)
  await shipOrders(database.pool, 3)
  await database.pool.query(
    `update stream set state = 'completed' where id = (select min(id) from stream)`,
  )
  await database.pool.query(
    `update stream set state = 'error' where id = (select max(id) from stream)`,
  )
  expect(await cleanUpStreams(database.pool, inDays(13))).toMatchObject({ streams: 0 })
  expect(await cleanUpStreams(database.pool, inDays(15))).toMatchObject({ streams: 1 })
  expect((await streamsNow(database.pool)).map(({ state }) => state)).toEqual(['active', 'error'])
  expect(await count('event')).toBe(3)
})

test('what triggers did is told for a month', async () => {
  const id = await saveOrders(database.pool)
  await database.pool.query(
    `insert into trigger_statistic values ($1, date_trunc('minute', now()), '', 'New stream', 1)`,
    [id],
  )
  expect(await cleanUpStreams(database.pool, inDays(29))).toMatchObject({ statistics: 0 })
  expect(await cleanUpStreams(database.pool, inDays(31))).toMatchObject({ statistics: 1 })
})

test('deleted triggers can be brought back for a month, and stay as long as they have streams', async () => {
  const busy = await saveOrders(database.pool)
  await shipOrders(database.pool, 1)
  await alterTrigger(database.pool, busy, 'deleted_at = now()')
  const idle = await saveOrders(database.pool)
  await alterTrigger(database.pool, idle, 'deleted_at = now()')
  expect(await cleanUpStreams(database.pool, inDays(29))).toMatchObject({ triggers: 0 })
  expect(await cleanUpStreams(database.pool, inDays(31))).toMatchObject({ triggers: 1 })
  const { rows } = await database.pool.query('select id from trigger')
  expect(rows).toEqual([{ id: busy }])
})

test('events that are older than a time expression says leave the store and their streams, batch by batch', async () => {
  await setSettings(database.pool, { trimEventsAge: '$timestamp - 2d', trimEventsBatchSize: 2 })
  await saveOrders(database.pool)
  const daysAgo = [5, 4, 3, 1, 0]
  await take(
    database.pool,
    daysAgo.map(days => ({
      ...{ type: 'order.shipped', uid: `${days} days`, at: Date.now() / 1000 - days * 86_400 },
      traits: { order: 'o-1' },
    })),
  )
  expect(await count('stream_event')).toBe(5)
  expect(await trimEvents(database.pool, new Date())).toBe(3)
  const { rows } = await database.pool.query('select uid from event order by at')
  expect(rows).toEqual([{ uid: '1 days' }, { uid: '0 days' }])
  expect(await count('stream_event')).toBe(2)
})

test('nothing is trimmed unless it is set', async () => {
  await saveOrders(database.pool)
  await shipOrders(database.pool)
  expect(await trimEvents(database.pool, inDays(10_000))).toBe(0)
  expect(await count('event')).toBe(1)
})
