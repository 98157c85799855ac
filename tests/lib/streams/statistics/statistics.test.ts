import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openStatistics } from '#lib/streams/statistics/statistics.ts'
import { countUp, type Tally } from '#lib/streams/statistics/tally.ts'
import { freshDatabase } from '#tests/database.ts'
import { ORDERS, saveTrigger, take } from '#tests/lib/streams/feed/world.ts'
import { until } from '#tests/until.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.close())
beforeEach(() => database.pool.query('truncate trigger, trigger_generation, event cascade'))

async function counted() {
  const { rows } = await database.pool.query<{ criteria: string; name: string; count: number }>(
    `select criteria, name, sum(count)::int as count from trigger_statistic group by 1, 2 order by 1, 2`,
  )
  return rows.map(({ criteria, name, count }) => [criteria, name, count])
}

const tallyOf = (triggerId: number, by: number): Tally => {
  const tally: Tally = new Map()
  countUp(tally, triggerId, 'New stream', by)
  return tally
}

test('what is told is written within a second or so, and added up over processes', async () => {
  const id = await saveTrigger(database.pool, ORDERS)
  const both = [openStatistics(database.pool), openStatistics(database.pool)]
  for (const statistics of both) statistics.add(tallyOf(id, 2))
  await until(async () => (await counted())[0]?.[2] === 4)
  both[0]?.add(tallyOf(id, 1))
  await Promise.all(both.map(statistics => statistics.close()))
  expect(await counted()).toEqual([['', 'New stream', 5]])
})

test('of a trigger that is gone nothing is written, and others lose nothing by that', async () => {
  const id = await saveTrigger(database.pool, ORDERS)
  const statistics = openStatistics(database.pool)
  statistics.add(tallyOf(id, 1))
  statistics.add(tallyOf(id + 1_000, 1))
  await statistics.close()
  expect(await counted()).toEqual([['', 'New stream', 1]])
})

test('what could not be written is kept for the next time', async () => {
  const id = await saveTrigger(database.pool, ORDERS)
  const statistics = openStatistics(database.pool)
  await database.pool.query('alter table trigger_statistic rename to elsewhere')
  statistics.add(tallyOf(id, 1))
  await statistics.close()
  await database.pool.query('alter table elsewhere rename to trigger_statistic')
  expect(await counted()).toEqual([])
  statistics.add(tallyOf(id, 1))
  await statistics.close()
  expect(await counted()).toEqual([['', 'New stream', 2]])
})

const OF_ONE = [
  { type: 'payment', traits: { order: 1 } },
  { type: 'payment', traits: {} },
  { type: 'login', traits: { order: 1 } },
]
const only = { match_criteria: [{ event_type: 'payment' }], fire_criteria: [{ number: 2 }] }

test.each([
  [0, []],
  [
    1,
    [
      ['Distinguish', { checks: 2, passed: 1 }],
      ['Fire', { checks: 1 }],
      ['Fire 1', { checks: 1, passed: 1 }],
      ['Match', { checks: 3, passed: 2 }],
      ['Match 1', { checks: 3, passed: 2 }],
    ],
  ],
  [
    2,
    [
      ['Distinguish', { checks: 2, passed: 1, "not 'order'": 1 }],
      ['Fire', { checks: 1, 'Not enough matching criteria': 1 }],
      ['Fire 1', { checks: 1, passed: 1 }],
      ['Match', { checks: 3, passed: 2, 'No matching criteria': 1 }],
      ['Match 1', { checks: 3, passed: 2, 'Wrong event type': 1 }],
    ],
  ],
] as const)('at debug level %i it is told of each criteria', async (level, expected) => {
  const id = await saveTrigger(database.pool, { ...ORDERS, ...only, debug_level: level })
  const { tally } = await take(database.pool, OF_ONE)
  const looked = [...(tally.get(id) ?? [])].sort(([a], [b]) => (a < b ? -1 : 1))
  expect(looked.map(([criteria, names]) => [criteria, Object.fromEntries(names)])).toEqual([
    ['', { 'New stream': 1, 'Added events': 1 }],
    ...expected,
  ])
})
