import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createMonitor, updateMonitor } from '#lib/monitors/mutations.ts'
import { monitorInput } from '#lib/monitors/schema.ts'
import { createSource } from '#lib/sources/mutations.ts'
import { ada, bob, byAda } from '#tests/actor.ts'
import { noBrowser, openBelfry, PHONE } from '#tests/browser/product.ts'
import { see } from '#tests/browser/see.ts'
import { serve, type TestServer } from '#tests/servers.ts'
import { until } from '#tests/until.ts'

const treeOfMetrics = [
  { id: 'stats.requests', text: 'requests', leaf: 1 },
  { id: 'stats.errors', text: 'errors', leaf: 0 },
]

describe.skipIf(noBrowser)('the editor of a monitor', () => {
  let belfry: Awaited<ReturnType<typeof openBelfry>>
  let page: Page
  let graphite: TestServer
  beforeAll(async () => {
    belfry = await openBelfry(['web', 'engine'])
    graphite = await serve((_, response) => response.end(JSON.stringify(treeOfMetrics)))
    await createSource({ key: 'graphite', type: 'graphite', config: { url: graphite.url } }, byAda)
    page = await belfry.person()
  })
  afterAll(async () => {
    await belfry.close()
    await graphite.close()
  })

  const saved = (name: string, script = 'return 1') =>
    createMonitor(monitorInput.parse({ name, script, schedule: '0 0 1 1 *' }), ada)
  const count = async (what: string) => {
    const { rows } = await belfry.database.pool.query(`select count(*)::int as rows from ${what}`)
    return rows[0].rows as number
  }

  test('completes sources, their methods and metric paths, with help', async () => {
    await write(page, '')
    await page.keyboard.type('const waiting = await sources.bel')
    await choose(page, 'belfry')
    await page.keyboard.type('.que')
    await see(page, 'Runs that wait and run now')
    await choose(page, 'queue')
    expect(await scriptOf(page)).toContain('sources.belfry.queue')

    await write(page, '')
    await page.keyboard.type("await sources.graphite.getSum('stats.")
    await choose(page, 'requests')
    expect(await scriptOf(page)).toContain("getSum('stats.requests'")
  })

  test('marks what a script does not have, and nothing that it may', async () => {
    await write(page, 'await fetch("https://example.com")\nreturn sources.nowhere')
    await until(async () => (await problemsIn(page)) === 2)

    const right = `const last = previous.value
if (typeof last !== 'number') return
const { waiting } = await sources.belfry.queue()
if (waiting > last.valueOf()) fail('more')
return waiting`
    await write(page, `${right}\nnope()`)
    // Only what is really wrong: what was checked says that the rest was too.
    await until(async () => (await problemsIn(page)) === 1)
    await page.keyboard.press('Shift+Home')
    await page.keyboard.press('Delete')
    await until(async () => (await problemsIn(page)) === 0)
  })

  test('tries a script, records nothing, saves it, and it runs', async () => {
    const before = await count('run')
    await write(page, "record('double', 84)\nconsole.log('looked around')\nfail('too warm', 42)")
    await page.keyboard.press('Control+Enter')
    const trial = page.getByTestId('test-run')
    await see(trial, 'ALARM')
    for (const part of [
      '42',
      'too warm',
      'Line 3',
      'double',
      '84',
      'looked around',
      'nothing recorded, nobody told',
    ])
      await trial.getByText(part, { exact: part === '42' || part === '84' }).waitFor()
    expect(await count('run')).toBe(before)

    await page.getByLabel('Name').fill('Warm room')
    await page.getByLabel('Schedule', { exact: true }).fill('* * * * * *')
    await see(page, 'Every second')
    await page.getByLabel('Name').press('Control+s')
    await page.getByRole('heading', { name: 'Warm room' }).waitFor()
    await until(() => count("run where status = 'done' and message = 'too warm'"))
  })

  test('jumps to the line of a syntax error, and saves nothing', async () => {
    await write(page, 'const a = 1\nconst b = = 2\nreturn a')
    await page.keyboard.press('Control+Enter')
    await see(page.getByTestId('test-run'), 'syntax')
    await page.getByTestId('test-run').getByRole('button', { name: 'Line 2' }).click()
    await page.locator('.active-line-number', { hasText: '2' }).waitFor()

    await page.getByLabel('Name').fill('Never saved')
    await page.getByRole('button', { name: 'Save' }).click()
    await see(page, /^Script: line 2: /)
    expect(await count("monitor where name = 'Never saved'")).toBe(0)
  })

  test('says at each field what is wrong with it', async () => {
    await saved('Taken')
    await page.goto('/monitors/new')
    await page.getByLabel('Schedule', { exact: true }).fill('61 * * * *')
    await see(page, '“61” is not valid for minutes')
    await page.getByLabel('Schedule', { exact: true }).fill('*/5 * * * *')
    await see(page, 'Every 5 minutes')
    await page.getByLabel('Name').fill('Taken')
    await page.getByRole('button', { name: 'Save' }).click()
    await see(page, 'is taken already')
  })

  test('begins with an example that fits a configured source', async () => {
    await page.goto('/monitors/new')
    await ready(page)
    await page.getByRole('button', { name: 'Start from an example' }).click()
    await page.getByRole('menuitem', { name: /^graphite: / }).click()
    expect(await scriptOf(page)).toContain('sources.graphite.getSum')
    await page.getByLabel('Unit').and(page.locator('[value="%"]')).waitFor()
  })

  test('does not write over what someone else saved meanwhile, unless told to', async () => {
    const id = await saved('Shared')
    await page.goto(`/monitors/${id}/edit`)
    await see(page, 'editing version 1')
    await updateMonitor(id, { unit: 'ms' }, bob)
    await page.getByLabel('Description').fill('mine')
    await page.getByRole('button', { name: 'Save' }).click()
    await see(page, 'Someone else has saved meanwhile')
    expect(await count(`monitor where id = ${id} and version = 2 and unit = 'ms'`)).toBe(1)

    await page.getByRole('button', { name: 'Save mine as the newest version' }).click()
    await page.waitForURL(`**/monitors/${id}`)
    expect(await count(`monitor where id = ${id} and version = 3 and description = 'mine'`)).toBe(1)
  })

  test('asks before unsaved changes are left behind', async () => {
    const id = await saved('Left')
    await page.goto(`/monitors/${id}/edit`)
    await page.getByLabel('Description').fill('half a thought')
    await page.getByRole('link', { name: 'Alerts' }).click()
    await see(page, 'Leave without saving?')
    await page.getByRole('button', { name: 'Stay' }).click()
    expect(await page.getByLabel('Description').inputValue()).toBe('half a thought')

    await page.getByRole('link', { name: 'Alerts' }).click()
    await page.getByRole('button', { name: 'Leave' }).click()
    await page.waitForURL('**/alerts')
  })

  test('shows the runbook as it will be read', async () => {
    await page.goto('/monitors/new')
    await page
      .getByRole('textbox', { name: 'Runbook' })
      .fill('**First** look at [it](https://example.com)')
    await page.getByText('Preview').click()
    await page.getByRole('link', { name: 'it', exact: true }).waitFor()
  })

  test('fits a phone', async () => {
    const phone = await belfry.person(PHONE)
    await phone.goto('/monitors/new')
    await ready(phone)
    const wide = await phone.evaluate(() => document.documentElement.scrollWidth)
    expect(wide).toBeLessThanOrEqual(PHONE.viewport.width)
    await phone.context().close()
  })

  test('had nothing to complain of', () => {
    expect(belfry.problems).toEqual([])
  })
})

const ready = (page: Page) => page.locator('[data-testid=script][data-ready=true]').waitFor()

/** Opens a new monitor with this script; the cursor stands at its end. */
async function write(page: Page, script: string) {
  await page.goto('/monitors/new')
  await ready(page)
  await page.locator('[data-testid=script] .view-lines').click()
  await page.keyboard.press('Control+a')
  await page.keyboard.press('Delete')
  if (script) await page.keyboard.insertText(script)
}

const problemsIn = (page: Page) => page.locator('.squiggly-error').count()

/** Accepts this completion once it is offered. */
async function choose(page: Page, label: string) {
  const offered = page
    .locator('.suggest-widget.visible .monaco-list-row', { hasText: label })
    .first()
  await offered.waitFor()
  await offered.click()
}

/** What the editor shows; its spaces do not break lines. */
async function scriptOf(page: Page): Promise<string> {
  const text = await page.locator('[data-testid=script] .view-lines').textContent()
  return text?.replaceAll('\u00a0', ' ') ?? ''
}
