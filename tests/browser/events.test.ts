import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fitsPhone } from '#tests/browser/fits-phone.ts'
import { noBrowser, openBelfry } from '#tests/browser/product.ts'
import { see } from '#tests/browser/see.ts'
import { anEvent, openIntake } from '#tests/lib/events/world.ts'
import { aProject } from '#tests/lib/metrics/world.ts'
import { doUntil, until } from '#tests/until.ts'

const rows = (page: Page) =>
  page.getByRole('button', { name: /^(Open|Close) / }).filter({ visible: true })
const rowsAre = (page: Page, count: number) =>
  until(async () => (await rows(page).count()) === count)
const field = (page: Page) => page.getByLabel('Query', { exact: true })
const q = (page: Page) => new URL(page.url()).searchParams.get('q')
/** The address says so. */
const asks = (page: Page, query: string) =>
  page.waitForURL(url => url.searchParams.get('q') === query)

describe.skipIf(noBrowser)('the page of events', () => {
  let belfry: Awaited<ReturnType<typeof openBelfry>>
  let page: Page
  beforeAll(async () => {
    belfry = await openBelfry()
    page = await belfry.person()
  })
  afterAll(() => belfry.close())

  test('without events it says how to send the first', async () => {
    await page.goto('/events')
    await see(page, 'No events yet')
    await see(page, 'npx belfry demo events')
  })

  test('events are listed with how many there are of which kind, also on a phone', async () => {
    await seed(belfry.database.pool)
    await page.goto('/events')
    await rowsAre(page, 30)
    await see(page, '30 events')
    await page
      .getByRole('figure', { name: /^Events: 30 in .* request 20, request.sql 10/ })
      .waitFor()
    await fitsPhone(belfry, '/events')
  })

  test('a value narrows the search, and another is left out', async () => {
    await page.goto('/events')
    await page.getByTitle('Only type: request', { exact: true }).filter({ visible: true }).click()
    await asks(page, 'type = request')
    await rowsAre(page, 20)
    await page.getByRole('link', { name: 'Without host: web1' }).click()
    await asks(page, 'type = request not host = web1')
    await rowsAre(page, 10)
  })

  test('an event opens in its place, and one of its values narrows the search', async () => {
    await page.goto('/events?q=type+%3D+request')
    await rowsAre(page, 20)
    const first = page.getByRole('button', { name: 'Open request' }).first()
    await doUntil(
      () => first.click(),
      () => page.getByRole('button', { name: 'Close request' }).isVisible(),
    )
    await page.getByRole('link', { name: /^Only response.status: 500$/ }).click()
    await asks(page, 'type = request response.status = 500')
    await rowsAre(page, 5)
  })

  test('a trait becomes a column', async () => {
    await page.goto('/events?q=type+%3D+request')
    const first = page.getByRole('button', { name: 'Open request' }).first()
    await doUntil(
      () => first.click(),
      () => page.getByRole('button', { name: 'Close request' }).isVisible(),
    )
    await page.getByRole('link', { name: 'Show user as a column' }).click()
    await page.waitForURL(url => url.searchParams.get('columns') === 'user')
    await page.getByRole('columnheader', { name: /^user/ }).waitFor()
  })

  test('a query is completed by the keyboard alone', async () => {
    await page.goto('/events')
    await rowsAre(page, 30)
    await doUntil(
      () => page.keyboard.press('/'),
      () => field(page).evaluate(input => input === document.activeElement),
    )
    await type(page, 'resp', 'response.status')
    await type(page, '', '>=')
    await type(page, '5', '500')
    await page.keyboard.press('Enter')
    await asks(page, 'response.status >= 500')
    await rowsAre(page, 5)
  })

  test('a mistake is marked and said, and nothing else is shown', async () => {
    await page.goto('/events?q=type+%3D+%3D+a')
    await see(page, 'At 8: a value is missing.')
    await see(page, 'This cannot be searched for')
    expect(await rows(page).count()).toBe(0)
  })

  test('what belongs together is one row, which leads to its tree', async () => {
    await page.goto('/events?look=trees&q=type+%3D+request.sql')
    const row = page.getByRole('row').filter({ hasText: 'request, request.sql' })
    await until(async () => (await row.filter({ visible: true }).count()) === 10)
    await row.first().getByRole('link').click()
    await page.waitForURL(/\/events\/t\d+$/)
  })

  test('numbers are drawn and listed by a trait', async () => {
    await page.goto('/events?look=numbers&of=duration&group=host')
    await page.getByRole('figure', { name: /^Chart of/ }).waitFor()
    const row = page.getByRole('row').filter({ hasText: 'web1' }).filter({ visible: true })
    await see(row, '15')
    await page.getByRole('columnheader', { name: 'p95(duration)' }).waitFor()
  })

  test('nothing that fits is said, with a way out', async () => {
    await page.goto('/events?q=user+%3D+nobody')
    await see(page, 'No events in this time')
    await page.getByRole('link', { name: 'Without the query' }).click()
    await rowsAre(page, 30)
    expect(q(page)).toBeNull()
  })

  test('no page of them complained', () => expect(belfry.problems).toEqual([]))
})

/** Types letters, and takes a suggestion with the arrows and Enter once it is there. */
async function type(page: Page, letters: string, suggestion: string) {
  const typed = await field(page).inputValue()
  await page.keyboard.type(letters)
  const option = page.getByRole('option').filter({ hasText: suggestion }).first()
  await option.waitFor()
  await until(async () => {
    await page.keyboard.press('ArrowDown')
    return (await option.getAttribute('data-combobox-selected')) === 'true'
  })
  await page.keyboard.press('Enter')
  await until(async () => (await field(page).inputValue()) === `${typed}${suggestion} `)
}

/** Twenty requests, a query of every other one. */
async function seed(pool: Parameters<typeof openIntake>[0]) {
  const intake = openIntake(pool)
  const now = Date.now() / 1000
  const requests = Array.from({ length: 20 }, (_, i) =>
    anEvent({
      ...{
        id: `t${i}`,
        uid: `r${i}`,
        host: `web${i % 2}`,
        at: now - 60 - i,
        seconds: (i + 1) / 100,
      },
      traits: { user: i % 3 === 0 ? 'ann' : 'bob', response: { status: i % 4 === 0 ? 500 : 200 } },
    }),
  )
  const queries = Array.from({ length: 10 }, (_, i) =>
    anEvent({
      ...{ type: 'request.sql', id: `t${2 * i}`, uid: `s${i}`, host: `web${i % 2}` },
      ...{ at: now - 60 - 2 * i, seconds: 0.001 },
      traits: { rows: i },
    }),
  )
  await intake.accept(aProject(), 'http', [...requests, ...queries])
  await intake.close()
}
