import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createMonitor, deleteMonitor } from '#lib/monitors/mutations.ts'
import { monitorInput } from '#lib/monitors/schema.ts'
import { createSource, updateSource } from '#lib/sources/mutations.ts'
import { ada, bob, byAda } from '#tests/actor.ts'
import { noBrowser, openBelfry, PHONE } from '#tests/browser/product.ts'
import { see } from '#tests/browser/see.ts'
import { doUntil, until } from '#tests/until.ts'

const CANARY = 'canary-6640'

describe.skipIf(noBrowser)('the audit trail', () => {
  let belfry: Awaited<ReturnType<typeof openBelfry>>
  let page: Page
  beforeAll(async () => {
    belfry = await openBelfry()
    const config = { url: 'http://one.example.com', password: CANARY }
    await createSource({ key: 'stats', type: 'graphite', config }, byAda)
    const patch = { config: { url: 'http://two.example.com', password: `${CANARY}-2` } }
    await updateSource('stats', patch, { actor: bob })
    const monitor = { name: 'Short-lived', script: 'return 1', schedule: '0 0 1 1 *' }
    await deleteMonitor(await createMonitor(monitorInput.parse(monitor), ada), ada)
    page = await belfry.person()
  })
  afterAll(() => belfry.close())

  const row = (words: string | RegExp) =>
    page.getByRole('row').filter({ hasText: words, visible: true })

  test('tells in words who did what and from where, with a link to what is still there', async () => {
    await page.goto('/settings/audit')
    const changed = row('bob changed source stats: config.url, config.password')
    await see(changed, '192.0.2.8')
    await changed.getByRole('link', { name: 'stats' }).waitFor()
    const deleted = row('ada deleted monitor Short-lived')
    await deleted.waitFor()
    expect(await deleted.getByRole('link', { name: 'Short-lived' }).count()).toBe(0)
  })

  test('opens to the values before and after, and to no secret', async () => {
    await page.goto('/settings/audit?subject=source&action=change')
    const opener = row('bob changed source').getByRole('button')
    await doUntil(
      () => opener.click(),
      async () => (await opener.getAttribute('aria-expanded')) === 'true',
    )
    await see(page, 'http://one.example.com')
    await see(page, 'http://two.example.com')
    await see(page, 'changed; its value is not kept')
    expect(await page.content()).not.toContain(CANARY)
  })

  test('is narrowed in the address, by a choice, an address and a search', async () => {
    await page.goto('/settings/audit')
    const bobs = page.getByRole('option', { name: 'bob' })
    await doUntil(
      () => page.getByRole('combobox', { name: 'Who' }).click(),
      () => bobs.isVisible(),
    )
    await bobs.click()
    await page.waitForURL(/person=bob/)
    await row('ada deleted monitor').waitFor({ state: 'detached' })

    await page.goto('/settings/audit')
    await row('bob changed source').getByRole('link', { name: '192.0.2.8' }).click()
    await page.waitForURL(/address=192\.0\.2\.8/)
    await see(page, 'From: 192.0.2.8')

    await page.goto('/settings/audit')
    await doUntil(
      () => page.getByRole('searchbox').fill('short-lived'),
      async () => page.url().includes('q=short-lived'),
    )
    await row('bob changed source').waitFor({ state: 'detached' })
    await row('ada deleted monitor Short-lived').waitFor()

    await page.getByRole('searchbox').fill('nobody has ever done this')
    await see(page, 'No entry fits')
  })

  test('is taken out as it is narrowed', async () => {
    await page.goto('/settings/audit?person=bob')
    const csv = page.getByRole('menuitem', { name: 'CSV' })
    await doUntil(
      () => page.getByRole('button', { name: 'Export' }).click(),
      () => csv.isVisible(),
    )
    const href = await csv.getAttribute('href')
    expect(href).toBe('/api/audit.csv?person=bob')
    const answer = await page.request.get(href ?? '')
    const lines = (await answer.text()).trimEnd().split('\r\n')
    expect(lines).toHaveLength(2)
    expect(lines[1]).toContain('bob,192.0.2.8,change,source,stats')
  })

  test('stands at the bottom of what it is about', async () => {
    await page.goto('/sources/stats')
    await row('ada made source stats').waitFor()
    await row('bob changed source stats').waitFor()
  })

  test('fits on a phone', async () => {
    const phone = await belfry.person(PHONE)
    await phone.goto('/settings/audit')
    await see(phone, 'Short-lived')
    expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
  })

  test('is kept for as long as the settings say', async () => {
    await page.goto('/settings')
    const days = page.getByRole('textbox', { name: 'Entries' })
    const save = page.locator('form').filter({ has: days }).getByRole('button', { name: 'Save' })
    await doUntil(
      () => days.fill('400'),
      () => save.isEnabled(),
    )
    await save.click()
    await see(page, 'Saved. The next clean-up goes by it.')
    const key = 'audit.retention'
    await until(async () => (await belfry.database.db.setting.count({ where: { key } })) === 1)
    await page.goto('/settings/audit?subject=setting')
    await row('admin changed setting audit.retention').waitFor()
  })

  test('no page had a problem', () => {
    expect(belfry.problems).toEqual([])
  })
})
