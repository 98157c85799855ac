import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  decidingRun,
  findRun,
  neighboursOf,
  runPage,
  runsOf,
  seriesNames,
  transitionPage,
  transitionsOf,
} from '#lib/monitors/history/data.ts'
import { freshDatabase } from '#tests/database.ts'
import { monitorReached } from '#tests/reached.ts'
import { seed } from '#tests/seed.ts'

const MONITOR = monitorReached(1)
let database: Awaited<ReturnType<typeof freshDatabase>>
beforeAll(async () => {
  database = await freshDatabase()
  await seed(database.url, 2)
})
afterAll(() => database.close())

describe('runs', () => {
  test('are walked by the cursor, newest first, each once', async () => {
    const first = await runsOf(MONITOR, { limit: 3 })
    const second = await runsOf(MONITOR, { limit: 3, cursor: first.next ?? '' })
    const times = [...first.items, ...second.items].map(run => run.plannedAt.getTime())
    expect(new Set(times).size).toBe(6)
    expect(times).toEqual([...times].sort((a, b) => b - a))
  })

  test('planned within the same millisecond are not lost between two pages', async () => {
    for (const micros of [1, 2, 3])
      await database.pool.query(
        `insert into run (monitor_id, planned_at) values (2, timestamptz '2100-01-01' + $1 * interval '1 microsecond')`,
        [micros],
      )
    const first = await runsOf(monitorReached(2), { limit: 2 })
    const second = await runsOf(monitorReached(2), { limit: 1, cursor: first.next ?? '' })
    const ids = [...first.items, ...second.items].map(run => run.id)
    expect(new Set(ids).size).toBe(3)
    expect(second.items[0]?.plannedAt.getUTCFullYear()).toBe(2100)
  })

  test.each(['x', '-1', '1 or true', '9'.repeat(19)])('refuse the cursor %s', async cursor => {
    await expect(runsOf(MONITOR, { limit: 1, cursor })).rejects.toMatchObject({
      fields: { cursor: 'is not valid' },
    })
  })

  test('come a hundred a page, and a page too far is the last', async () => {
    const { total, page, items } = await runPage(MONITOR, '9999')
    expect(page.page).toBe(Math.ceil(total / 100))
    expect(items.length).toBe(total - page.offset)
  })

  test('are found only with their own monitor', async () => {
    const { items } = await runsOf(MONITOR, { limit: 1 })
    const id = items[0]?.id ?? 0
    expect((await findRun(MONITOR, id))?.calls).toHaveLength(2)
    expect(await findRun(monitorReached(2), id)).toBeNull()
    expect(await findRun(MONITOR, Number.NaN)).toBeNull()
    expect(await findRun(MONITOR, 2 ** 53)).toBeNull()
  })

  test('know the ones beside them', async () => {
    const { items } = await runsOf(MONITOR, { limit: 3 })
    const [newest, middle, oldest] = items
    if (!newest || !middle) throw new Error('the seed makes runs')
    expect(await neighboursOf(middle)).toEqual({ before: oldest?.id, after: newest.id })
    expect((await neighboursOf(newest)).after).toBeNull()
  })

  test('tell all names that were recorded', async () => {
    expect(await seriesNames(MONITOR)).toEqual(['requests'])
  })
})

describe('the deciding run', () => {
  test('is that of the last change of state', async () => {
    const run = await decidingRun(MONITOR)
    const { items } = await transitionsOf(MONITOR, { limit: 1 })
    expect([run?.id, run?.state, run?.line]).toEqual([items[0]?.runId, 'ALARM', 6])
  })

  test('is the last one when that of the change is no longer kept', async () => {
    const { items } = await runsOf(MONITOR, { limit: 1 })
    const { items: changes } = await transitionsOf(MONITOR, { limit: 1 })
    await database.pool.query('delete from run where id = $1', [changes[0]?.runId])
    expect((await decidingRun(MONITOR))?.id).toBe(items[0]?.id)
  })

  test('is none before the first run', async () => {
    expect(await decidingRun(monitorReached(4711))).toBeNull()
  })
})

describe('changes of state', () => {
  test('are walked by the cursor, also those of one moment', async () => {
    const at = new Date('2100-01-01')
    for (const to of ['OK', 'ALARM'])
      await database.pool.query(
        `insert into transition (monitor_id, at, "from", "to", message, version) values (2, $1, 'OK', $2, '', 1)`,
        [at, to],
      )
    const first = await transitionsOf(monitorReached(2), { limit: 1 })
    const second = await transitionsOf(monitorReached(2), { limit: 1, cursor: first.next ?? '' })
    expect([first.items[0]?.to, second.items[0]?.to]).toEqual(['ALARM', 'OK'])
    await expect(transitionsOf(monitorReached(2), { limit: 1, cursor: '5' })).rejects.toMatchObject(
      {
        name: 'UserError',
      },
    )
  })

  test('tell how long each state held and who was told', async () => {
    const { items } = await transitionPage(MONITOR, undefined)
    const minutes = items.map(({ lastedMs }) => lastedMs && Math.round(lastedMs / 60_000))
    expect(minutes.slice(0, 4)).toEqual([null, 127, 4, 81])
    expect(items[0]?.deliveries.map(({ alert, status }) => [alert, status])).toEqual([
      ['slack-oncall', 'sent'],
      ['sns-operations', 'sent'],
    ])
  })
})
