import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fitsPhone } from '#tests/browser/fits-phone.ts'
import { press } from '#tests/browser/press.ts'
import { noBrowser, openBelfry } from '#tests/browser/product.ts'
import { see } from '#tests/browser/see.ts'
import { take } from '#tests/lib/streams/feed/world.ts'
import { newTrigger } from '#tests/lib/streams/reading/world.ts'
import { makeToken } from '#tests/people.ts'
import { until } from '#tests/until.ts'

const rows = (page: Page) => page.locator('tbody tr').filter({ visible: true })
const rowsAre = (page: Page, count: number) =>
  until(async () => (await rows(page).count()) === count)
const row = (page: Page, order: string) =>
  page.getByRole('link', { name: `order ${order} region eu` }).filter({ visible: true })

describe.skipIf(noBrowser)('the pages of streams', () => {
  let belfry: Awaited<ReturnType<typeof openBelfry>>
  let page: Page
  beforeAll(async () => {
    belfry = await openBelfry()
    page = await belfry.person()
  })
  afterAll(() => belfry.close())

  const idOf = async (order: string): Promise<number> => {
    const { rows } = await belfry.database.pool.query<{ id: string }>(
      `select id from stream where traits->>'order' = $1`,
      [order],
    )
    return Number(rows[0]?.id)
  }

  test('without triggers it says what streams are, and how to have some', async () => {
    await page.goto('/streams')
    await see(page, 'Nothing collects events yet')
    await page.getByRole('link', { name: 'New trigger' }).filter({ visible: true }).waitFor()
  })

  test('streams are listed, what failed first, also on a phone', async () => {
    await seed(belfry.database.pool)
    await page.goto('/streams')
    await rowsAre(page, 3)
    const first = rows(page).first()
    for (const text of ['Failed to fire', 'no answer']) await see(first, text)
    await see(page, 'Collecting 2')
    await fitsPhone(belfry, '/streams')
  })

  test('a state and a value narrow the list, and the address says so', async () => {
    await page.goto('/streams')
    await press(page.getByRole('link', { name: 'Failed 1' }).filter({ visible: true }))
    await page.waitForURL(url => url.searchParams.get('state') === 'failed')
    await rowsAre(page, 1)

    await page.goto('/streams?q=order%3A3')
    await rowsAre(page, 1)
    await row(page, '3').waitFor()
    await page.goto('/streams?q=nothing')
    await see(page, 'No stream fits')
  })

  test('a stream shows its events, what is missing, and what its pipeline said', async () => {
    await page.goto('/streams')
    await press(row(page, '2'))
    await page.waitForURL(`**/streams/${await idOf('2')}`)
    await page.getByRole('figure', { name: '2 events within' }).waitFor()
    await see(page, 'Never came:')
    await see(page, 'orders.paid')
    await see(page, 'the address answered 500')

    await press(page.getByRole('button', { name: 'Open orders.placed' }).first())
    await see(page, 'uid placed-2')
    await fitsPhone(belfry, `/streams/${await idOf('2')}`)
  })

  test('whoever only looks is offered nothing that would be refused', async () => {
    const { headers } = await makeToken({ role: 'viewer' })
    const viewer = await belfry.stranger({ extraHTTPHeaders: headers })
    await viewer.goto(`/streams/${await idOf('2')}`)
    await see(viewer, 'the address answered 500')
    expect(await viewer.getByRole('button', { name: /Try again|Delete/ }).count()).toBe(0)
    await viewer.context().close()
  })

  test('an event leads to its stream', async () => {
    await page.goto('/events/tree-3?event=placed-3')
    await press(page.getByRole('link', { name: 'orders', exact: true }))
    await page.waitForURL(`**/streams/${await idOf('3')}`)
    await see(page, 'Waits for')
  })

  test('one that failed is tried again', async () => {
    await page.goto(`/streams/${await idOf('2')}`)
    await press(page.getByRole('button', { name: 'Try again' }))
    await see(page, 'Fires again')
  })

  test('one is deleted after a question, and its events stay', async () => {
    const id = await idOf('1')
    await page.goto(`/streams/${id}`)
    await press(page.getByRole('button', { name: 'Delete', exact: true }))
    await see(page, `Delete stream ${id}?`)
    await press(page.getByRole('button', { name: 'Delete stream' }))
    await page.waitForURL('**/streams')
    await rowsAre(page, 2)
    await page.goto(`/streams/${id}`)
    await see(page, 'There is no such stream')
    const { rows: left } = await belfry.database.pool.query(
      `select from event where uid = 'placed-1'`,
    )
    expect(left).toHaveLength(1)
  })

  test('nothing went wrong in the pages', () => expect(belfry.problems).toEqual([]))
})

/** Three orders: the first two of another age, the second failed. */
async function seed(pool: Parameters<typeof take>[0]) {
  await newTrigger(pool, 'orders')
  const at = Math.floor(Date.now() / 1000) - 600
  const placed = ['1', '2', '3'].map(order => ({
    ...{ type: 'orders.placed', uid: `placed-${order}`, id: `tree-${order}`, at },
    traits: { order, region: 'eu' },
  }))
  const packed = { type: 'orders.packed', uid: 'packed-2', at: at + 60 }
  await take(pool, [...placed, { ...packed, traits: { order: '2', region: 'eu' } }])
  const { rows } = await pool.query<{ id: string }>(
    `update stream set state = 'error', open = false, due_at = null, error = 'no answer'
     where traits->>'order' = '2' returning id`,
  )
  await pool.query(
    `insert into stream_log (project_id, stream_id, pipeline, attempt, handler, level, message)
     values (1, $1, 'report', 1, '1: webhook', 'error', 'the address answered 500')`,
    [rows[0]?.id],
  )
}
