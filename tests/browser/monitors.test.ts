import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { noBrowser, openBelfry, PHONE } from '#tests/browser/product.ts'
import { seed } from '#tests/seed.ts'
import { until } from '#tests/until.ts'

const rows = (page: Page) => page.locator('tbody tr')
const names = (page: Page) => page.locator('a[data-row]').allInnerTexts()

describe.skipIf(noBrowser)('the list of monitors', () => {
  let belfry: Awaited<ReturnType<typeof openBelfry>>
  let page: Page
  beforeAll(async () => {
    belfry = await openBelfry()
    await seed(belfry.database.url, 60)
    page = await belfry.person()
  })
  afterAll(() => belfry.close())

  test('shows the bad ones first, with what is wrong and who was told', async () => {
    await page.goto('/monitors')
    await page.getByText('0.71 % of responses failed · told 2 alerts').waitFor()
    expect((await names(page)).slice(0, 3)).toEqual([
      'Checkout error rate',
      'Mail queue length',
      'Replica lag (orders)',
    ])
    await page.getByText('1 of 2 runs in ALARM — waiting for another').waitFor()
  })

  test('keeps state, tag, search and page in the address', async () => {
    await page.goto('/monitors')
    await page.getByRole('link', { name: 'ALARM: 2' }).click()
    await page.waitForURL('**/monitors?state=ALARM')
    await until(async () => (await rows(page).count()) === 2)

    await page.getByRole('link', { name: 'mail', exact: true }).click()
    await page.waitForURL('**/monitors?tag=mail')
    await until(async () => (await rows(page).count()) === 1)

    await page.goto('/monitors?page=2')
    await page.getByText('51–60 of 60').waitFor()
    await page.getByRole('link', { name: 'Previous page' }).click()
    await page.getByText('1–50 of 60').waitFor()
  })

  test('is searched from the keyboard, while one types', async () => {
    await page.goto('/monitors')
    await until(async () => {
      await page.keyboard.press('/')
      return page.evaluate(() => document.activeElement?.getAttribute('type') === 'search')
    })
    await page.keyboard.type('certificate')
    await page.waitForURL('**/monitors?q=certificate')
    await until(async () => (await names(page)).join() === 'Certificate days left')
    await page.keyboard.press('Escape')
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Certificate days left' }).waitFor()
  })

  test('says what was looked for when nothing fits', async () => {
    await page.goto('/monitors?q=no+%25+here&state=ERROR')
    await page.getByText('There is none in state ERROR, with “no % here” in its name').waitFor()
    await page.getByRole('link', { name: 'Show all' }).click()
    await page.waitForURL('**/monitors')
  })

  test('shows a change without being loaded again', async () => {
    await page.goto('/monitors?q=API+p95')
    const row = rows(page).first()
    await row.getByText('OK', { exact: true }).waitFor()
    await page.evaluate(() => Object.assign(window, { loadedOnce: true }))
    // Told until the page has heard it: when it began to listen is not to be seen.
    await until(async () => {
      await belfry.database.pool.query(
        `with bad as (update monitor set state = 'ALARM', last_run_at = now(), last_message = 'over 300 ms'
           where name = 'API p95 latency' returning id)
         select pg_notify('belfry_runs', json_build_array(id)::text) from bad`,
      )
      return row.getByText('over 300 ms').isVisible()
    })
    await page.getByTitle('4 in ALARM or ERROR').waitFor()
    expect(await page.evaluate(() => 'loadedOnce' in window)).toBe(true)
  })

  test('fits a phone, with the navigation behind a burger', async () => {
    const phone = await belfry.person(PHONE)
    await phone.goto('/monitors')
    await phone.getByRole('link', { name: 'Checkout error rate' }).first().waitFor()
    const wide = await phone.evaluate(() => document.documentElement.scrollWidth)
    expect(wide).toBeLessThanOrEqual(PHONE.viewport.width)
    await phone.getByRole('button', { name: 'Navigation' }).click()
    await phone.getByRole('link', { name: 'Sources' }).click()
    await phone.waitForURL('**/sources')
    await phone.context().close()
  })

  test('is left by signing out, and then shown to nobody', async () => {
    const leaving = await belfry.person({ colorScheme: 'dark' })
    await leaving.getByRole('button', { name: 'Signed in as admin' }).click()
    await leaving.getByRole('menuitem', { name: 'Sign out' }).click()
    await leaving.waitForURL('**/sign-in**')
    await leaving.goto('/monitors?state=OK')
    await leaving.waitForURL('**/sign-in?to=%2Fmonitors%3Fstate%3DOK')
    await leaving.context().close()
  })

  test('had nothing to complain of', () => {
    expect(belfry.problems).toEqual([])
  })
})

describe.skipIf(noBrowser)('without any monitor', () => {
  let belfry: Awaited<ReturnType<typeof openBelfry>>
  beforeAll(async () => {
    belfry = await openBelfry()
  })
  afterAll(() => belfry.close())

  test('the list says what to do next', async () => {
    const page = await belfry.person()
    await page.getByText('No monitors yet').waitFor()
    await page.getByRole('link', { name: 'New monitor' }).first().click()
    await page.waitForURL('**/monitors/new')
  })
})
