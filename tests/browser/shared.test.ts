import type { FrameLocator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { withQuery } from '#app/_ui/query.ts'
import { withLines } from '#app/(signed-in)/explore/_lines/address.ts'
import { linkPerson } from '#lib/access/person.ts'
import { metricLine } from '#lib/charts/panel.ts'
import { shareChart } from '#lib/charts/shared/mutations.ts'
import { fitsPhone } from '#tests/browser/fits-phone.ts'
import { press } from '#tests/browser/press.ts'
import { noBrowser, openBelfry, PHONE } from '#tests/browser/product.ts'
import { see } from '#tests/browser/see.ts'
import { anUpdate, aProject, openIntake } from '#tests/lib/metrics/world.ts'
import { serve, type TestServer } from '#tests/servers.ts'
import { until } from '#tests/until.ts'

const line = metricLine.parse({ metric: 'orders' })
const lines = [line, metricLine.parse({ metric: 'orders', filters: { country: 'ch' } })]

describe.skipIf(noBrowser)('a shared chart', () => {
  let belfry: Awaited<ReturnType<typeof openBelfry>>
  let site: TestServer
  /** what the other site shows */
  let html = ''
  beforeAll(async () => {
    belfry = await openBelfry()
    const now = Date.now() / 1000
    const intake = openIntake(belfry.database.pool)
    const at = (ago: number) => ({ at: now - ago, f: { country: 'ch' } })
    await intake.accept(
      aProject(),
      'http',
      [0, 600, 1200].map(ago => anUpdate(at(ago))),
    )
    await intake.close()
    site = await serve((_, response) => response.setHeader('content-type', 'text/html').end(html))
  })
  afterAll(async () => {
    await site?.close()
    await belfry?.close()
  })

  const share = async (name: string) => {
    const panel = { kind: 'metrics', lines }
    const { uid } = await shareChart({ panel, name, range: '1h' }, linkPerson)
    return `${belfry.url}/shared/${uid}`
  }

  /** A page of another site, by another name, in the browser of somebody who is not signed in. */
  async function visit(content: string): Promise<Page> {
    html = `<!doctype html><title>Elsewhere</title><h1>Elsewhere</h1>${content}`
    const page = await belfry.stranger()
    await page.goto(`http://localhost:${site.port}/`)
    return page
  }

  test('is shared from where it is, and then seen by somebody who is not signed in', async () => {
    const page = await belfry.person()
    await page.goto(withQuery('/explore', {}, withLines({}, [line])))
    await press(page.getByRole('button', { name: 'Share' }))
    const dialog = page.getByRole('dialog')
    await see(dialog, 'without signing in')
    await dialog.getByLabel('Title').fill('Orders of today')
    await dialog.getByRole('button', { name: 'Share' }).click()
    const link = dialog.getByText(/^http\S+\/shared\/[0-9a-f-]{36}$/)
    await link.waitFor()

    const stranger = await belfry.stranger()
    await stranger.goto((await link.textContent()) ?? '')
    await stranger.getByRole('heading', { name: 'Orders of today' }).waitFor()
    await stranger.locator('.uplot canvas').first().waitFor()
    expect(belfry.problems).toEqual([])
  })

  test.each([
    ['a frame', (page: string) => `<iframe src="${page}" width="700" height="400"></iframe>`],
    [
      'a frame as GottWall had it',
      (page: string) =>
        `<iframe src="${page.replace('/shared/', '/gottwall/api/v1/embedded/')}.html" height="400"></iframe>`,
    ],
    ['a script', (page: string) => `<script async src="${page}.js"></script>`],
  ])('works on another site by %s', async (_, embed) => {
    const page = await visit(embed(await share('On another site')))
    const frame = page.frameLocator('iframe')
    await frame.getByRole('heading', { name: 'On another site' }).waitFor()
    await frame.locator('.uplot canvas').first().waitFor()
    await switchTo(frame, 'Bar')
    const entry = frame.getByRole('button', { name: 'orders (country: ch)' })
    await press(entry)
    await until(async () => (await entry.getAttribute('aria-pressed')) === 'false')
    expect(belfry.problems).toEqual([])
  })

  test('is the only page that another site may frame', async () => {
    const frames = ['/sign-in', '/monitors', '/settings/shared'].map(
      path => `<iframe src="${belfry.url}${path}"></iframe>`,
    )
    const page = await visit(frames.join(''))
    await until(() => page.frames().length === frames.length + 1)
    const framed = page.frames().slice(1)
    await until(() => framed.every(frame => frame.url().startsWith('chrome-error:')))
  })

  test('is read by the scripts of another site as data', async () => {
    const page = await visit('')
    const read = await page.evaluate(
      async address => (await fetch(address)).json(),
      `${await share('As data')}.json`,
    )
    expect(read).toMatchObject({ name: 'As data', drawn: { kind: 'metrics' } })
  })

  test('is called otherwise, then revoked, in the settings', async () => {
    const address = await share('Short-lived')
    const page = await belfry.person()
    await page.goto('/settings/shared')
    await press(page.getByRole('button', { name: 'Change: Short-lived' }))
    await page.getByRole('dialog').getByLabel('Title').fill('Over soon')
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
    await press(page.getByRole('button', { name: 'Revoke: Over soon' }))
    await page.getByRole('button', { name: 'Revoke chart' }).click()
    await page.getByRole('row', { name: /Over soon/ }).waitFor({ state: 'detached' })

    const stranger = await belfry.stranger()
    await stranger.goto(address)
    await see(stranger, 'not shared, or not any more')
    await page.goto('/settings/shared?show=revoked')
    await page.getByRole('row', { name: /Over soon.*revoked/ }).waitFor()
  })

  test('fits a phone, and so does the list of them', async () => {
    const address = await share('A title that is longer than the line of a phone can be')
    const phone = await belfry.stranger(PHONE)
    await phone.goto(address)
    await phone.locator('.uplot canvas').first().waitFor()
    const wide = await phone.evaluate(() => document.documentElement.scrollWidth)
    expect(wide).toBeLessThanOrEqual(PHONE.viewport.width)
    await fitsPhone(belfry, '/settings/shared')
  })
})

async function switchTo(frame: FrameLocator, style: string) {
  const choice = frame.getByRole('radio', { name: style })
  await press(frame.getByText(style, { exact: true }))
  await until(() => choice.isChecked())
}
