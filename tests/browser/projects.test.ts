import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createProject } from '#lib/projects/mutations.ts'
import { ada, byAda } from '#tests/actor.ts'
import { fitsPhone } from '#tests/browser/fits-phone.ts'
import { noBrowser, openBelfry } from '#tests/browser/product.ts'
import { see } from '#tests/browser/see.ts'
import { until } from '#tests/until.ts'

const PUBLIC_KEY = /[0-9a-f]{32}/

describe.skipIf(noBrowser)('the pages of projects', () => {
  let belfry: Awaited<ReturnType<typeof openBelfry>>
  let page: Page
  let shop: string
  const projectId = () => Number(shop.split('/').at(-1))
  beforeAll(async () => {
    belfry = await openBelfry()
    page = await belfry.person({ permissions: ['clipboard-read', 'clipboard-write'] })
  })
  afterAll(() => belfry.close())

  test('list those that are always there', async () => {
    await page.goto('/settings')
    await page.getByRole('link', { name: 'Projects' }).click()
    await page.getByRole('link', { name: 'default', exact: true }).waitFor()
    await see(page, 'Errors of Belfry itself.')
  })

  test('name what is wrong with a new one, and make it with a key', async () => {
    await page.goto('/settings/projects/new')
    await page.getByLabel('Name').fill('my shop')
    await page.getByRole('button', { name: 'Add project' }).click()
    await see(page, 'must be 1 to 64 of letters')

    await page.getByLabel('Name').fill('shop')
    const lists = page.getByRole('combobox', { name: 'From these Redis lists' })
    await lists.fill('incoming')
    await lists.press('Enter')
    await page.getByRole('button', { name: 'Add project' }).click()
    await see(page, 'the list incoming is claimed by the project default')

    await lists.press('Backspace')
    await lists.fill('shop')
    await lists.press('Enter')
    await page.getByRole('button', { name: 'Add project' }).click()
    await page.waitForURL(/\/settings\/projects\/\d+$/)
    shop = new URL(page.url()).pathname
    await page.getByRole('heading', { name: 'shop' }).waitFor()
    await page.getByRole('row', { name: PUBLIC_KEY }).waitFor()
  })

  test('have lines to copy for each way to send, with the project’s key', async () => {
    const where = { projectId: projectId() }
    const { publicKey } = await belfry.database.db.projectKey.findFirstOrThrow({ where })
    await page.goto(shop)
    await page.getByRole('link', { name: 'Sentry SDK' }).click()
    await page.waitForURL(/connect=sentry/)
    // The roles of the tests listen on any free port.
    const dsn = `http://${publicKey}@127.0.0.1:0/${projectId()}`
    await page.getByText(dsn, { exact: true }).waitFor()
    await page.getByRole('button', { name: 'Copy: The DSN' }).click()
    await until(async () => (await page.evaluate(() => navigator.clipboard.readText())) === dsn)

    await page.getByRole('link', { name: 'logger', exact: true }).click()
    await see(page, 'the project claims neither a network nor a listener')
    await see(page, 'logger -n 127.0.0.1 -P 0')
  })

  test('have lines for numbers, too', async () => {
    await page.goto(shop)
    await page.getByRole('link', { name: 'Send metrics' }).click()
    await page.waitForURL(/connect=statsd/)
    await see(page, 'StatsD carries no key')
    await page.getByRole('link', { name: 'GottWall', exact: true }).click()
    await page.waitForURL(/connect=gottwall/)
    await see(page, 'curl http://127.0.0.1:0/gottwall/api/v1/shop/incr')
    await page.getByRole('button', { name: 'Copy: The settings of a GottWall client' }).waitFor()
  })

  test('have lines for events, too', async () => {
    await page.goto(shop)
    await page.getByRole('link', { name: 'Send events' }).click()
    await page.waitForURL(/connect=client/)
    await see(page, "from 'belfry/client'")
    await page.getByRole('link', { name: 'BlueOx', exact: true }).click()
    await page.waitForURL(/connect=blueox/)
    await see(page, 'the project does not claim its listener')
    await see(page, 'oxd --forward 127.0.0.1:0')
  })

  test('show a private key when asked, give a new pair, and revoke the old one after a question', async () => {
    await page.goto(shop)
    await page.getByRole('button', { name: 'Show', exact: true }).click()
    await page.getByRole('button', { name: 'Copy the private key' }).waitFor()
    await page.getByRole('button', { name: 'Hide' }).click()

    await page.getByRole('button', { name: 'Rotate' }).click()
    const rows = page.getByRole('row', { name: PUBLIC_KEY })
    await until(async () => (await rows.count()) === 2)
    await rows.last().getByRole('button', { name: 'Revoke' }).click()
    const question = page.getByRole('dialog')
    await see(question, 'never used')
    await question.getByRole('button', { name: 'Revoke key' }).click()
    await see(rows.last(), 'revoked')
    const where = { projectId: projectId(), revokedAt: null }
    expect(await belfry.database.db.projectKey.count({ where })).toBe(1)
  })

  test('tell what came in and why something was dropped', async () => {
    await page.goto(shop)
    await see(page, 'Nothing came in during the last hour')
    await belfry.database.pool.query(
      `insert into intake_count (minute, project_id, input, reason, count)
       values (date_trunc('minute', now()), $1, 'http', 'accepted', 1200),
         (date_trunc('minute', now()), $1, 'http', 'rate_limited', 34)`,
      [projectId()],
    )
    await page.goto(`${shop}?span=day`)
    await page.getByRole('row', { name: /http taken 1,200/ }).waitFor()
    await page.getByRole('row', { name: /dropped: above the project’s limits 34/ }).waitFor()
    await page.goto('/settings/projects')
    await page.getByRole('row', { name: /shop .*34/ }).waitFor()
  })

  test('are changed', async () => {
    await page.goto(shop)
    await page.getByRole('link', { name: 'Edit' }).click()
    await page.getByRole('combobox', { name: 'Count as errors' }).click()
    await page.getByRole('option', { name: 'warning and worse' }).click()
    await page.getByLabel('Messages a second').fill('500')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.waitForURL(`**${shop}`)
    await see(page, 'warning and worse')
    await see(page, '500 messages a second')
  })

  test('set how numbers are counted, and name what is wrong with that', async () => {
    await page.goto(`${shop}/edit`)
    await page.getByRole('combobox', { name: 'Time zone' }).fill('Zurich')
    await page.getByRole('option', { name: 'Europe/Zurich' }).click()
    await page.getByRole('button', { name: 'Add a set' }).click()
    const set = page.getByRole('combobox', { name: 'Set 1' })
    await set.fill('country')
    await set.press('Enter')
    await page.getByLabel('Keep days and weeks (days)').fill('90')
    await page.getByLabel('Signed headers are good for (seconds)').fill('300')
    await page.getByRole('button', { name: 'Save' }).click()
    await see(page, 'a set has at least two filters')

    await set.fill('device')
    await set.press('Enter')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.waitForURL(`**${shop}`)
    await see(page, 'counted by the clocks of Europe/Zurich; together also by country and device')
    const { settings } = await belfry.database.db.project.findUniqueOrThrow({
      where: { id: projectId() },
    })
    expect(settings).toMatchObject({
      metrics: {
        sets: [['country', 'device']],
        keepDays: { day: 90 },
        gottwall: { freshSeconds: 300 },
      },
    })
  })

  test('tell why numbers were refused', async () => {
    await belfry.database.pool.query(
      `insert into intake_count (minute, project_id, input, reason, count)
       values (date_trunc('minute', now()), $1, 'gottwall', 'too_many_series', 5),
         (date_trunc('minute', now()), $1, 'gottwall', 'out_of_window', 6)`,
      [projectId()],
    )
    await page.goto(shop)
    await page
      .getByRole('row', { name: /gottwall dropped: more metrics and values .* 5/ })
      .waitFor()
    await page.getByRole('row', { name: /gottwall dropped: earlier or later .* 6/ }).waitFor()
  })

  test('ask before deleting one, and say what goes with it', async () => {
    const { id } = await createProject({ name: 'spare' }, byAda)
    await page.goto(`/settings/projects/${id}`)
    await page.getByRole('button', { name: 'Delete' }).click()
    const question = page.getByRole('dialog')
    await see(question, '1 working key, 0 signatures, 0 metrics')
    await question.getByRole('button', { name: 'Delete project' }).click()
    await page.waitForURL('**/settings/projects')
    await page.goto(`/settings/projects/${id}`)
    await see(page, 'There is nothing here')
  })

  test('do not let what a file declares be changed', async () => {
    const { id } = await createProject({ name: 'filed' }, { actor: ada, file: true })
    await page.goto(`/settings/projects/${id}`)
    await see(page, 'Declared in the configuration file')
    expect(await page.getByRole('link', { name: 'Edit' }).count()).toBe(0)
    await page.goto(`/settings/projects/${id}/edit`)
    await page.waitForURL(`**/settings/projects/${id}`)
  })

  test.each([
    '/settings/projects',
    '/settings/projects/new',
    '/settings/projects/1',
    '/errors/live',
  ])('%s fits a phone', path => fitsPhone(belfry, path))

  test('had nothing to complain of', () => {
    expect(belfry.problems).toEqual([])
  })
})
