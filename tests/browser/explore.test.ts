import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fitsPhone } from '#tests/browser/fits-phone.ts'
import { noBrowser, openBelfry } from '#tests/browser/product.ts'
import { see } from '#tests/browser/see.ts'
import { seedMetrics } from '#tests/seed-metrics.ts'
import { doUntil, until } from '#tests/until.ts'

const tree = (page: Page) => page.getByRole('navigation', { name: 'Metrics' })
const lines = (page: Page) => page.getByRole('list', { name: 'Lines' }).getByRole('listitem')
const rows = async (page: Page) => {
  const texts = await page.locator('tbody tr').filter({ visible: true }).allInnerTexts()
  return texts.map(text => text.split(/\s/)[0])
}
const listed = (page: Page, values: string[]) =>
  until(async () => (await rows(page)).join() === values.join())

/** Chooses of a select by its label; the address says so then. */
async function choose(page: Page, label: string, option: string, part: string) {
  const wanted = page.getByRole('option', { name: option, exact: true })
  await doUntil(
    // Opens it, and unlike a second click never closes it.
    () => page.getByRole('combobox', { name: label }).press('ArrowDown'),
    () => wanted.isVisible(),
  )
  await wanted.click()
  await page.waitForURL(url => url.search.includes(part))
}

describe.skipIf(noBrowser)('the explorer', () => {
  let belfry: Awaited<ReturnType<typeof openBelfry>>
  let page: Page
  beforeAll(async () => {
    belfry = await openBelfry()
    page = await belfry.person()
  })
  afterAll(() => belfry.close())

  test('without metrics it says how to send the first', async () => {
    await page.goto('/explore')
    await see(page, 'No metrics yet')
    await see(page, 'npx belfry demo metrics')
  })

  test('of thousands of metrics one is found while one types, and shown by a click', async () => {
    await seedMetrics(belfry.database.url, { names: 3_000, hours: 3 })
    await page.goto('/explore')
    await tree(page)
      .getByRole('button', { name: /^app\./ })
      .waitFor()
    await tree(page).getByLabel('Search metrics').fill('ord shop')
    await until(async () => (await tree(page).getByRole('listitem').count()) === 1)
    await tree(page).getByRole('link', { name: 'shop.orders' }).click()
    await page.waitForURL('**/explore?metric=shop.orders')
    await see(page, 'per minute')
    await page.getByRole('figure', { name: /^Chart of .* points; shop\.orders: / }).waitFor()
  })

  test('a branch opens by a click, and only the rows in sight are drawn', async () => {
    await page.goto('/explore')
    const branch = tree(page).getByRole('button', { name: /^app\./ })
    await doUntil(
      () => branch.click(),
      async () => (await branch.getAttribute('aria-expanded')) === 'true',
    )
    await tree(page)
      .getByRole('button', { name: /^part-0\./ })
      .waitFor()
    expect(await tree(page).getByRole('listitem').count()).toBeLessThan(100)
  })

  test('a metric is split by a filter, and a value of it is looked at alone', async () => {
    await page.goto('/explore?metric=shop.orders&range=1h')
    await choose(page, 'Split shop.orders by', 'by country', 'by=country')
    await listed(page, ['de', 'ch', 'at', 'fr', 'it', 'nl'])
    await page.getByRole('link', { name: 'ch', exact: true }).click()
    await page.waitForURL(/where\.country=ch$/)
    await lines(page).getByRole('button', { name: 'Without country = ch' }).waitFor()
    await choose(page, 'Split shop.orders by', 'by device', 'by=device')
    await listed(page, ['phone', 'desktop', 'tablet'])
  })

  test('the table is sorted by its heads', async () => {
    await page.goto('/explore?metric=shop.orders&by=device&range=1h')
    await listed(page, ['phone', 'desktop', 'tablet'])
    const head = page.getByRole('button', { name: 'device' })
    await doUntil(
      () => head.click(),
      async () => (await rows(page)).join() === 'desktop,phone,tablet',
    )
  })

  test('a second metric is put beside the first, and taken out again', async () => {
    await page.goto('/explore?metric=shop.orders&range=1h')
    const failed = tree(page).getByRole('listitem').filter({ hasText: 'checkout.failed' })
    await failed.hover()
    await failed.getByLabel('Add shop.checkout.failed to the chart').click()
    await page.waitForURL(/2\.metric=shop\.checkout\.failed/)
    await until(async () => (await lines(page).count()) === 2)
    await page.getByRole('button', { name: 'Take shop.orders out' }).click()
    await page.waitForURL(/[?&]metric=shop\.checkout\.failed&/)
    await until(async () => (await lines(page).count()) === 1)
  })

  test('percentiles, comparison, kind of chart and curve stand in the address', async () => {
    await page.goto('/explore?metric=shop.response.time&range=1h')
    await choose(page, 'View of shop.response.time', 'p95', 'view=p95')
    await page.getByRole('link', { name: 'Compare with before' }).click()
    await page.waitForURL(/compare=on/)
    await see(page, /^shop.response.time p95 before$/)
    await page.getByRole('link', { name: 'Area', exact: true }).click()
    await page.waitForURL(/style=area/)
    await choose(page, 'Curve', 'Steps', 'curve=step-after')
    await choose(page, 'Period', 'Period: hour', 'period=hour')
    await see(page, 'per hour')
  })

  test('what is dragged over is zoomed to, and the pointer says what was', async () => {
    await page.goto('/explore?metric=system.memory.used&by=host&range=1h&follow=off')
    const plot = page.locator('.u-over')
    const box = await until(async () => {
      const place = await plot.boundingBox()
      if (!place) return null
      await page.mouse.move(place.x + place.width * 0.4, place.y + 60)
      return (await page.locator('figure time').isVisible()) ? place : null
    })
    // Once: a second time would set out again while the first is on its way.
    await page.mouse.move(box.x + box.width * 0.25, box.y + 60)
    await page.mouse.down()
    await page.mouse.move(box.x + box.width * 0.5, box.y + 60, { steps: 4 })
    await page.mouse.up()
    await page.waitForURL(/from=\d+&to=\d+/)
    await page.getByRole('link', { name: ' – ' }).waitFor()
  })

  test('the numbers are to be had as CSV', async () => {
    await page.goto('/explore?metric=shop.orders&by=device&range=1h')
    const href = await page.getByRole('link', { name: 'CSV' }).getAttribute('href')
    const answer = await page.request.get(href ?? '')
    expect([answer.status(), (await answer.text()).split('\n')[0]]).toEqual([
      200,
      expect.stringMatching(/phone.*desktop.*tablet|desktop.*phone.*tablet/),
    ])
  })

  test('filters that are not counted together are said to be none', async () => {
    await page.goto('/explore?metric=shop.orders&where.country=de&where.plan=free')
    await see(page, /does not count country and plan together/)
    await lines(page).getByRole('button', { name: 'Without plan = free' }).click()
    await page.waitForURL(/where\.country=de$/)
    await page.getByRole('figure').waitFor()
  })

  test('what was never counted, and a project that is not there, are said to be so', async () => {
    await page.goto('/explore?metric=never.heard.of')
    await see(page, 'nothing was counted under this name')
    await page.goto('/explore?project=nowhere')
    await see(page, 'There is nothing here')
  })

  test('it fits a phone', async () => {
    await fitsPhone(belfry, '/explore')
    await fitsPhone(belfry, '/explore?metric=shop.orders&by=country&compare=on&range=90d')
  })

  test('no page complained', () => {
    expect(belfry.problems).toEqual([])
  })
})
