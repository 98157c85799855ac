import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fitsPhone } from '#tests/browser/fits-phone.ts'
import { noBrowser, openBelfry } from '#tests/browser/product.ts'
import { seed } from '#tests/seed.ts'
import { until } from '#tests/until.ts'

describe.skipIf(noBrowser)('the page of a monitor', () => {
  let belfry: Awaited<ReturnType<typeof openBelfry>>
  let page: Page
  beforeAll(async () => {
    belfry = await openBelfry()
    await seed(belfry.database.url, 4)
    page = await belfry.person()
  })
  afterAll(() => belfry.close())

  const stateOf = async (id: number) => {
    const { rows } = await belfry.database.pool.query('select state from monitor where id = $1', [
      id,
    ])
    return rows[0]?.state
  }

  test('says why it is in its state, what it read and who was told', async () => {
    await page.goto('/monitors/1')
    await page.getByRole('heading', { name: 'Why it is in ALARM' }).waitFor()
    await page.getByText('fail() in line 6 of version 3').waitFor()
    await page.getByText('graphite.getSum("stats.response.500", "-10min")').waitFor()
    await page
      .getByText(/slack-oncall ✓.* sns-operations ✓/)
      .first()
      .waitFor()
  })

  test('draws the values, and goes to the part that is dragged over', async () => {
    await page.goto('/monitors/1?range=6h')
    await page.getByRole('figure', { name: /^Chart of value: \d+ points/ }).waitFor()
    const plot = await page.locator('.u-over').boundingBox()
    if (!plot) throw new Error('the chart has a plot')
    await page.mouse.move(plot.x + plot.width * 0.2, plot.y + 50)
    await page.mouse.down()
    await page.mouse.move(plot.x + plot.width * 0.6, plot.y + 60, { steps: 5 })
    await page.mouse.up()
    await page.waitForURL(/from=\d+&to=\d+/)
    await page.getByRole('link', { name: '28 d' }).click()
    await page.waitForURL('**/monitors/1?range=28d')
    await page.getByText(/^mean of every/).waitFor()
  })

  test('has all runs in its history, a hundred a page, and knows no page too far', async () => {
    await page.goto('/monitors/1?tab=runs&page=99999')
    const last = await page.getByText(/^40,\d01–40,\d+ of 40,\d+$/).textContent()
    expect(last).toMatch(/–(\S+) of \1$/)
    await page.goto('/monitors/1?tab=runs&page=-3')
    await page.getByText(/^1–100 of/).waitFor()
    expect(await page.locator('tbody tr').filter({ visible: true }).count()).toBe(100)
  })

  test('leads to a run, which tells everything that it keeps', async () => {
    await page.goto('/monitors/1')
    await page.getByRole('link', { name: 'The whole run' }).click()
    await page.getByText('if (rate >= 0.5) fail(').waitFor()
    await page.getByRole('cell', { name: 'requests' }).waitFor()
    await page.getByText('total 48210, failed 342').waitFor()
    await page.getByRole('link', { name: '← Earlier' }).click()
    await page
      .getByRole('heading', { name: 'Why it is in OK' })
      .or(page.getByText('Nothing failed'))
      .first()
      .waitFor()
    await page.getByRole('link', { name: 'Version 3' }).click()
    await page.waitForURL('**/monitors/1/versions/3')
  })

  test('gives its runs as a table for spreadsheets', async () => {
    await page.goto('/monitors/3')
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'CSV' }).click(),
    ])
    expect(download.suggestedFilename()).toBe('monitor-3-runs.csv')
  })

  test('pauses at once, says so, and goes on', async () => {
    await page.goto('/monitors/4')
    await page.getByRole('button', { name: 'Pause' }).click()
    await page.getByText(/^paused for/).waitFor()
    expect(await stateOf(4)).toBe('INACTIVE')
    await page.getByRole('button', { name: 'Resume' }).click()
    await page.getByRole('button', { name: 'Pause' }).waitFor()
  })

  test('runs at the press of R and says that the run waits', async () => {
    await page.goto('/monitors/4')
    const waiting = page.getByRole('button', { name: 'Waiting …' })
    // Pressed many times before the first answer, all of them would be waited for.
    await until(async () => {
      await page.keyboard.press('r')
      return waiting.waitFor({ timeout: 3_000 }).then(
        () => true,
        () => false,
      )
    })
    const { rows } = await belfry.database.pool.query(
      'select count(*)::int as runs from run where monitor_id = 4 and manual and status = $1',
      ['queued'],
    )
    expect(rows).toEqual([{ runs: 1 }])
  })

  test('is copied, paused', async () => {
    await page.goto('/monitors/2')
    await page.getByRole('button', { name: 'More actions' }).click()
    await page.getByRole('menuitem', { name: 'Copy' }).click()
    await page.getByRole('heading', { name: 'Mail queue length (copy)' }).waitFor()
    await page.getByRole('button', { name: 'Resume' }).waitFor()
  })

  test('is deleted after a question that names it', async () => {
    await page.goto('/monitors/2')
    await page.getByRole('button', { name: 'More actions' }).click()
    await page.getByRole('menuitem', { name: 'Delete' }).click()
    await page.getByRole('heading', { name: 'Delete the monitor “Mail queue length”?' }).waitFor()
    await page.getByRole('button', { name: 'Keep it' }).click()
    expect(await stateOf(2)).toBe('ALARM')

    await page.getByRole('button', { name: 'More actions' }).click()
    await page.getByRole('menuitem', { name: 'Delete' }).click()
    await page.getByRole('button', { name: 'Delete monitor' }).click()
    await page.waitForURL('**/monitors')
    expect(await stateOf(2)).toBeUndefined()
    await page.goto('/monitors/2')
    await page.getByText('There is nothing here').waitFor()
  })

  test('compares versions and brings one back', async () => {
    await page.goto('/monitors/1?tab=versions')
    await page.getByRole('link', { name: 'Version 1' }).click()
    await page.getByRole('heading', { name: 'Version 1' }).waitFor()
    await page.goto('/monitors/1/versions/2')
    await page.getByRole('cell', { name: 'retainDays' }).waitFor()
    await page.getByRole('button', { name: 'Restore' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Restore' }).click()
    await page.getByRole('link', { name: 'Version 4' }).waitFor()
  })

  test('draws a runbook without what could do harm', async () => {
    await belfry.database.pool.query('update monitor set runbook = $1 where id = 1', [
      '[look](javascript:alert(1)) <img src=x onerror=alert(2)> [ok](https://example.com/)',
    ])
    await page.goto('/monitors/1')
    const runbook = page.locator('#runbook')
    await runbook.getByRole('link', { name: 'ok', exact: true }).waitFor()
    const addresses = () =>
      runbook.locator('a').evaluateAll(links => links.map(link => link.getAttribute('href')))
    // While a page is streamed, a part of it may stand in it twice for a moment.
    await expect.poll(addresses, { timeout: 30_000 }).toEqual(['https://example.com/'])
    expect(await runbook.locator('img').count()).toBe(0)
  })

  test.each(['/monitors/1', '/monitors/1?tab=runs', '/monitors/1/versions/3'])(
    '%s fits a phone',
    path => fitsPhone(belfry, path),
  )

  test('had nothing to complain of', () => {
    expect(belfry.problems).toEqual([])
  })
})
