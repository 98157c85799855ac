import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createMonitor } from '#lib/monitors/mutations.ts'
import { monitorInput } from '#lib/monitors/schema.ts'
import { createSource } from '#lib/sources/mutations.ts'
import { ada, byAda } from '#tests/actor.ts'
import { fitsPhone } from '#tests/browser/fits-phone.ts'
import { noBrowser, openBelfry } from '#tests/browser/product.ts'
import { see } from '#tests/browser/see.ts'
import { serve, type TestServer } from '#tests/servers.ts'
import { until } from '#tests/until.ts'

describe.skipIf(noBrowser)('the pages of sources', () => {
  let belfry: Awaited<ReturnType<typeof openBelfry>>
  let page: Page
  let graphite: TestServer
  let credentials: (string | undefined)[] = []
  beforeAll(async () => {
    belfry = await openBelfry(['web', 'engine', 'intake'])
    graphite = await serve((request, response) => {
      credentials.push(request.headers.authorization)
      response.end(request.url?.includes('/metrics/find') ? '[]' : JSON.stringify(series()))
    })
    page = await belfry.person()
  })
  afterAll(async () => {
    await belfry.close()
    await graphite.close()
  })

  test('say what to do while nothing is configured', async () => {
    await page.goto('/sources')
    await see(page, 'Only Belfry’s own numbers so far')
    await page.getByRole('link', { name: 'belfry', exact: true }).waitFor()
  })

  test('name what is wrong with settings, try them, and add what works', async () => {
    await page.goto('/sources/new')
    await page.getByRole('link', { name: /^Graphite/ }).click()
    await page.getByLabel('Key').fill('Not A Key')
    await page.getByLabel('Render URL').fill('graphite')
    await page.getByRole('button', { name: 'Add source' }).click()
    await see(page, 'must be 1 to 50 of')

    await page.getByLabel('Key').fill('metrics-prod')
    await page.getByRole('button', { name: 'Add source' }).click()
    await see(page, 'must be an http or https address')

    await page.getByLabel('Render URL').fill('http://127.0.0.1:1/')
    await page.getByRole('button', { name: 'Test connection' }).click()
    await page.getByRole('alert').filter({ hasText: '127.0.0.1:1' }).waitFor()

    await page.getByLabel('Render URL').fill(graphite.url)
    await page.getByLabel('User name').fill('ann')
    await page.getByLabel('Password', { exact: true }).fill('hush')
    await page.getByRole('button', { name: 'Test connection' }).click()
    await see(page, /^It answers, in \d+ ms/)
    await page.getByRole('button', { name: 'Add source' }).click()
    await page.waitForURL('**/sources/metrics-prod')
  })

  test('keep a secret that is not touched, and never show it', async () => {
    await page.goto('/sources/metrics-prod/edit')
    await see(page, 'Saved; not shown again')
    expect(await page.content()).not.toContain('hush')
    await page.getByLabel('Description').fill('Production')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.waitForURL('**/sources/metrics-prod')
    await see(page, 'Production')

    credentials = []
    await ask(page, 'getSum', { path: 'a' })
    expect(credentials).toEqual([`Basic ${Buffer.from('ann:hush').toString('base64')}`])
  })

  test('show an answer as a number, as a chart, as a table, and as JSON at last', async () => {
    await page.goto('/sources/metrics-prod')
    await ask(page, 'getSum', { path: 'a' })
    await see(page.getByTestId('answer'), '6', true)

    await ask(page, 'getSeries', { path: 'a.*' })
    await page.getByRole('figure', { name: 'Chart of a.b: 3 points between 1 and 3' }).waitFor()
    await page.getByRole('switch', { name: 'Raw JSON' }).click()
    await see(page, '"target": "a.b"')

    await page.goto('/sources/belfry')
    await ask(page, 'processes', {})
    await page.getByRole('columnheader', { name: 'silentSeconds' }).waitFor()
    await page.getByRole('cell', { name: 'engine' }).waitFor()
  })

  test('name the argument that is missing', async () => {
    await page.goto('/sources/metrics-prod')
    await page.getByRole('button', { name: 'Ask' }).click()
    await see(page, 'path: is missing')
  })

  test('tell how the last calls went', async () => {
    await until(async () => {
      await page.goto('/sources')
      return page.getByText('fine', { exact: true }).isVisible()
    })
  })

  test('switch a source off and on', async () => {
    await page.goto('/sources/metrics-prod')
    await page.getByRole('button', { name: 'Switch off' }).click()
    await page.getByRole('button', { name: 'Switch on' }).waitFor()
    await page.getByLabel('path').fill('a')
    await page.getByRole('button', { name: 'Ask' }).click()
    await see(page, 'The source "metrics-prod" is switched off')
    await page.getByRole('button', { name: 'Switch on' }).click()
    await page.getByRole('button', { name: 'Switch off' }).waitFor()
  })

  test('ask before deleting, and name the monitors that use it', async () => {
    await createSource({ key: 'spare', type: 'graphite', config: { url: graphite.url } }, byAda)
    const script = "return sources.spare.getSum('a')"
    await createMonitor(
      monitorInput.parse({ name: 'Leans on it', script, schedule: '0 0 1 1 *' }),
      ada,
    )
    await page.goto('/sources/spare')
    await page.getByRole('button', { name: 'Delete' }).click()
    const question = page.getByRole('dialog')
    await see(question, 'Leans on it')
    await question.getByRole('button', { name: 'Delete source' }).click()
    await page.waitForURL('**/sources')
    await page.goto('/sources/spare')
    await see(page, 'There is nothing here')
  })

  test('do not let what a file declares be changed', async () => {
    await createSource(
      { key: 'filed', type: 'graphite', config: { url: graphite.url } },
      { actor: ada, file: true },
    )
    await page.goto('/sources/filed')
    await see(page, 'Declared in the configuration file')
    expect(await page.getByRole('link', { name: 'Edit' }).count()).toBe(0)
    await page.goto('/sources/filed/edit')
    await page.waitForURL('**/sources/filed')
  })

  test.each(['/sources', '/sources/new', '/sources/metrics-prod', '/settings'])(
    '%s fits a phone',
    path => fitsPhone(belfry, path),
  )

  test('and the settings tell how the installation is', async () => {
    await page.goto('/settings')
    await see(page, 'all is well')
    await see(page, 'and the one in BELFRY_TOKEN')
    await page.getByRole('main').getByRole('link', { name: 'System' }).last().click()
    await see(page, 'sandbox: own process')
  })

  test('had nothing to complain of', () => {
    expect(belfry.problems).toEqual([])
  })
})

function series() {
  const now = Math.floor(Date.now() / 60_000) * 60
  const points = [1, 2, 3].map((value, i) => [value, now - 180 + i * 60])
  return [{ target: 'a.b', datapoints: points }]
}

/** Asks in the playground that is open. */
async function ask(page: Page, method: string, args: Record<string, string>) {
  await page.getByRole('combobox', { name: 'Method' }).click()
  await page.getByRole('option', { name: method, exact: true }).click()
  for (const [name, value] of Object.entries(args))
    await page.getByRole('textbox', { name, exact: true }).fill(value)
  await page.getByRole('button', { name: 'Ask' }).click()
  await page.getByTestId('answer').waitFor()
}
