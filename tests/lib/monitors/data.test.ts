import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { everything } from '#lib/access/reach.ts'
import {
  findMonitor,
  getMonitor,
  listMonitors,
  type MonitorId,
  monitorCounts,
  monitorPage,
  monitorTags,
  openRuns,
  toldBy,
} from '#lib/monitors/data.ts'
import { findVersion, versionsOf } from '#lib/monitors/versions/data.ts'
import { freshDatabase } from '#tests/database.ts'
import { monitorReached } from '#tests/reached.ts'
import { seed } from '#tests/seed.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
beforeAll(async () => {
  database = await freshDatabase()
  await seed(database.url, 30)
})
afterAll(() => database.close())

describe('the list for people', () => {
  test('has the bad ones first, then goes by name', async () => {
    const { items } = await monitorPage(everything, {}, undefined, 50)
    const order = ['ALARM', 'ERROR', 'OK', 'INACTIVE']
    const ranks = items.map(monitor => order.indexOf(monitor.state))
    expect(ranks).toEqual([...ranks].sort((a, b) => a - b))
    const good = items.filter(({ state }) => state === 'OK').map(({ name }) => name.toLowerCase())
    expect(good).toEqual([...good].sort())
  })

  test('counts every state under the same search, whichever state is shown', async () => {
    const { counts, total, items } = await monitorPage(
      everything,
      { tag: 'mail', state: 'OK' },
      undefined,
      50,
    )
    expect([counts.ALARM, total, items]).toEqual([1, 0, []])
  })

  test.each([
    ['7', 3],
    ['0', 1],
    ['x', 1],
  ])('page %s of three is page %i', async (asked, shown) => {
    const { page, items } = await monitorPage(everything, {}, asked, 10)
    expect([page.page, page.lastPage, items.length]).toEqual([shown, 3, 10])
  })

  test.each([
    ['name', 'checkout ERROR'],
    ['tag', 'payments'],
  ])('finds by %s without regard to case', async (_, q) => {
    const { items } = await monitorPage(everything, { q }, undefined, 50)
    expect(items.map(({ name }) => name)).toEqual(['Checkout error rate'])
  })

  test('finds by the script', async () => {
    expect((await monitorPage(everything, { q: 'sumSeries(stats' }, undefined, 50)).total).toBe(30)
  })

  test.each(['%', '_', '\\', "'"])('takes %s in a search as it stands', async q => {
    const { items } = await monitorPage(everything, { q: `no ${q} monitor` }, undefined, 50)
    expect(items).toEqual([])
  })
})

test('the list for programs goes on where the cursor stands, and ends', async () => {
  const first = await listMonitors(everything, { limit: 20 })
  const second = await listMonitors(everything, { limit: 20, cursor: first.next ?? '' })
  expect([first.items.length, second.items.length, second.next]).toEqual([20, 10, null])
  const ids = [...first.items, ...second.items].map(({ id }) => id)
  expect(new Set(ids).size).toBe(30)
})

test.each(['x', '1.5', '99999999999', '-3e400'])(
  'the cursor %s is refused by its name',
  async cursor => {
    await expect(listMonitors(everything, { limit: 5, cursor })).rejects.toMatchObject({
      name: 'UserError',
      fields: { cursor: 'is not valid' },
    })
  },
)

test('a monitor tells what it waits for and when it runs next', async () => {
  const { items } = await monitorPage(everything, { q: 'Cache hit ratio' }, undefined, 1)
  expect(items[0]?.pending).toEqual({ state: 'ALARM', count: 1, of: 2 })
  expect(items[0]?.nextRunAt?.getTime()).toBeGreaterThan(Date.now())
})

test('a paused monitor has no next run', async () => {
  const { items } = await monitorPage(everything, { state: 'INACTIVE' }, undefined, 1)
  expect([items[0]?.active, items[0]?.nextRunAt]).toEqual([false, null])
})

test.each([0, -1, 1.5, Number.NaN, 2 ** 31, 4711])('no monitor has the id %d', async id => {
  expect(await findMonitor(everything, id)).toBeNull()
  await expect(getMonitor(everything, id)).rejects.toMatchObject({ code: 'not_found' })
})

test('each tag is listed once, by name', async () => {
  const tags = await monitorTags(everything)
  expect(tags).toEqual([...new Set(tags)].sort())
  expect(tags).toContain('payments')
})

test('states without monitors count 0', async () => {
  expect(await monitorCounts(everything, { q: 'nothing is called so' })).toEqual({
    OK: 0,
    ALARM: 0,
    ERROR: 0,
    INACTIVE: 0,
  })
})

test('who was told of the last change is counted for each monitor', async () => {
  const alarm = await monitorPage(everything, { q: 'Checkout error' }, undefined, 1)
  const id = monitorReached(alarm.items[0]?.id ?? 0)
  expect((await toldBy([id])).get(id)).toEqual({ sent: 2, waiting: 0, dead: 0 })
})

test('a run that waits or goes is known, one that is done is not', async () => {
  const { items } = await monitorPage(everything, {}, undefined, 2)
  const [first, second] = items.map(({ id }) => id) as [MonitorId, MonitorId]
  await database.pool.query('insert into run (monitor_id, planned_at) values ($1, now())', [first])
  expect(await openRuns([first, second])).toEqual(new Map([[first, 'queued']]))
})

test('versions are listed newest first with what each changed', async () => {
  const { items } = await monitorPage(everything, { q: 'Checkout error' }, undefined, 1)
  const id = monitorReached(items[0]?.id ?? 0)
  const { items: versions, next } = await versionsOf(id, { limit: 10 })
  expect(versions.map(({ version, changed }) => [version, changed])).toEqual([
    [3, ['script']],
    [2, ['retainDays']],
    [1, []],
  ])
  expect(next).toBeNull()
  expect((await versionsOf(id, { limit: 1, cursor: '3' })).items[0]?.version).toBe(2)
  expect((await findVersion(id, 1))?.content.retainDays).toBe(14)
  expect(await findVersion(id, 4)).toBeNull()
})
