import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hear } from '#lib/db/notices.ts'
import type { OpenEventIntake } from '#lib/events/intake/open.ts'
import { openPublisher, type Publisher } from '#lib/events/live/publish.ts'
import { WATCHES } from '#lib/events/live/watch.ts'
import { noBrowser, openBelfry } from '#tests/browser/product.ts'
import { see } from '#tests/browser/see.ts'
import { anEvent, openIntake } from '#tests/lib/events/world.ts'
import { aProject } from '#tests/lib/metrics/world.ts'
import { until } from '#tests/until.ts'

describe.skipIf(noBrowser)('the live list of events', () => {
  let belfry: Awaited<ReturnType<typeof openBelfry>>
  let intake: OpenEventIntake
  let publisher: Publisher
  let stopHearing: () => void
  let page: Page
  beforeAll(async () => {
    belfry = await openBelfry()
    intake = openIntake(belfry.database.pool)
    publisher = openPublisher({ pool: belfry.database.pool, events: intake })
    const { promise: isHeard, resolve } = Promise.withResolvers<void>()
    stopHearing = hear([WATCHES], notice => {
      publisher.hear(notice)
      if (notice === null) resolve()
    })
    await isHeard
    page = await belfry.person()
  })
  afterAll(async () => {
    stopHearing()
    await publisher.close()
    await intake.close()
    await belfry.close()
  })

  const happens = (...events: Parameters<typeof anEvent>[0][]) =>
    intake.accept(aProject(), 'http', events.map(anEvent))
  const rows = () => page.locator('a[data-row]')
  /** The page follows, and what is stored from now on comes. */
  const live = () => see(page, /\/s$/)

  test('says what to do while nothing has come, and shows what comes', async () => {
    await page.goto('/events/live')
    await see(page, 'Nothing has come lately')
    await live()
    await happens({ type: 'request', id: 'tree-1', traits: { user: 'ann' } })
    await see(page, 'user=ann')
    await happens({ type: 'job', id: 'tree-2', traits: { response: { status: 503 } } })
    await see(page, 'response.status=503')
    expect(await rows().count()).toBe(2)
    expect(await rows().first().textContent()).toContain('job')
    expect(await rows().first().getAttribute('data-failed')).toBe('true')
  })

  test('stands still while it is paused, and tells how much is new', async () => {
    await page.getByRole('button', { name: 'Pause' }).click()
    await page.getByRole('button', { name: 'Resume' }).waitFor()
    await happens({ traits: { user: 'bob' } })
    await see(page, '1 new')
    expect(await page.getByText('user=bob').count()).toBe(0)
    await page.getByRole('button', { name: '1 new' }).click()
    await see(page, 'user=bob')
    await page.getByRole('button', { name: 'Resume' }).click()
    await page.getByRole('button', { name: 'Pause' }).waitFor()
  })

  test('marks a text wherever it stands', async () => {
    await page.getByLabel('Mark', { exact: true }).fill('ANN')
    await until(async () => (await page.locator('mark').allTextContents()).includes('ann'))
    expect(await page.locator('a[data-marked="true"]').count()).toBe(1)
  })

  test('shows what fits the query, also of what was there before', async () => {
    await page.goto('/events/live?q=user%20exists')
    await until(async () => (await rows().count()) === 2)
    await live()
    await happens({ traits: { other: 1 } }, { traits: { user: 'cy' } })
    await see(page, 'user=cy')
    expect(await rows().count()).toBe(3)
    await page.goto('/events/live?q=user%20%3D')
    await see(page, 'The query cannot be read')
  })

  test('of a flood a share is shown, and that is said', async () => {
    await page.goto('/events/live')
    await live()
    const many = Array.from({ length: 1_000 }, () => ({ type: 'flood', traits: { n: 1 } }))
    const flooding = new AbortController()
    const flood = async () => {
      while (!flooding.signal.aborted) await happens(...many)
    }
    const flooded = flood()
    await see(page, /^showing .* of /)
    flooding.abort()
    await flooded
    expect(await rows().count()).toBeLessThan(100)
  })

  test('a row leads to its tree', async () => {
    await page.goto('/events/live?q=id%20%3D%20tree-1')
    await rows().first().click()
    await page.waitForURL('**/events/tree-1**')
  })

  test('nothing was complained of', () => expect(belfry.problems).toEqual([]))
})
