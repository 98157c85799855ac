import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { LEVELS, type LevelName } from '#lib/errors/event.ts'
import { noBrowser, openBelfry } from '#tests/browser/product.ts'
import { see } from '#tests/browser/see.ts'
import { until } from '#tests/until.ts'

describe.skipIf(noBrowser)('the live list', () => {
  let belfry: Awaited<ReturnType<typeof openBelfry>>
  let page: Page
  beforeAll(async () => {
    belfry = await openBelfry()
    await belfry.database.pool.query(`
      insert into signature (project_id, origin, template, first_message, root_id, level, first_seen, last_seen)
        values (1, 'template', 'Payment <*> failed', 'Payment 1 failed', 1, 3, now(), now())`)
    page = await belfry.person()
  })
  afterAll(() => belfry.close())

  async function happens(message: string, level: LevelName = 'error', host = 'web-1') {
    await belfry.database.pool.query(
      `insert into error_event (signature_id, project_id, at, input, level, host, program, message, classifier, matched)
       values (1, 1, now(), 'http', $1, $2, 'shop', $3, 'template', '')`,
      [LEVELS.indexOf(level), host, message],
    )
    await belfry.database.pool.query(`select pg_notify('belfry_errors', '[1]')`)
  }
  const messages = () => page.locator('a[data-row]').allInnerTexts()

  test('says what to do while nothing has come, and shows what comes', async () => {
    await page.goto('/errors/live')
    await see(page, 'Nothing has come yet')
    await happens('Payment 1 failed')
    await see(page, 'Payment 1 failed')
    await happens('Payment 2 failed', 'critical')
    await until(async () => (await messages()).length === 2)
    expect(await messages()).toEqual(['Payment 2 failed', 'Payment 1 failed'])
    await see(page, 'critical', true)
  })

  test('stands still while it is paused, and tells how much is new', async () => {
    await page.getByRole('button', { name: 'Pause' }).click()
    await happens('Payment 3 failed')
    await see(page, '1 new')
    expect(await messages()).not.toContain('Payment 3 failed')
    await page.getByRole('button', { name: '1 new' }).click()
    await see(page, 'Payment 3 failed')

    await happens('Payment 4 failed')
    await see(page, '1 new')
    await page.getByRole('button', { name: 'Resume' }).click()
    await see(page, 'Payment 4 failed')
  })

  test('stands still while someone is at a row, which Enter opens', async () => {
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    await happens('Payment 5 failed')
    await see(page, '1 new')
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Payment 3 failed')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/errors/1')
  })

  test('shows what fits the address', async () => {
    await happens('Payment 6 failed', 'critical', 'web-2')
    await page.goto('/errors/live?level=critical&q=payment')
    await see(page, 'Payment 6 failed')
    expect(await messages()).toEqual(['Payment 6 failed', 'Payment 2 failed'])

    await page.getByRole('link', { name: 'web-2' }).click()
    await page.waitForURL('**host=web-2**')
    await until(async () => (await messages()).length === 1)
    await page.getByRole('link', { name: 'Not only the host web-2' }).click()
    await until(async () => (await messages()).length === 2)

    await page.goto('/errors/live?q=nowhere')
    await see(page, 'Nothing that fits has come yet')
  })

  test('shows what a sender hides in its text', async () => {
    await happens('red \u001b[31m and turned \u202e around')
    await page.goto('/errors/live')
    await see(page, 'red \\x1b[31m and turned \\u202e around')
  })

  test('had nothing to complain of', () => {
    expect(belfry.problems).toEqual([])
  })
})
