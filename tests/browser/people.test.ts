import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fitsPhone } from '#tests/browser/fits-phone.ts'
import { press } from '#tests/browser/press.ts'
import { noBrowser, openBelfry } from '#tests/browser/product.ts'
import { see } from '#tests/browser/see.ts'
import { makePerson } from '#tests/people.ts'
import { until } from '#tests/until.ts'

const SECRET = /belfry_[A-Za-z0-9_-]{43}/

describe.skipIf(noBrowser)('the pages of people, groups and tokens', () => {
  let belfry: Awaited<ReturnType<typeof openBelfry>>
  let page: Page
  beforeAll(async () => {
    belfry = await openBelfry()
    page = await belfry.person({ permissions: ['clipboard-read', 'clipboard-write'] })
  })
  afterAll(() => belfry.close())

  const ask = (headers: Record<string, string>, path = '/api/me') =>
    fetch(`${belfry.url}${path}`, { headers })

  /** Follows what happens, until the server ends it. */
  async function follow(headers: Record<string, string>) {
    const stream = { isOpen: false, isEnded: false }
    const { body } = await ask(headers, '/api/live')
    void (async () => {
      for await (const _ of body as ReadableStream<Uint8Array>) stream.isOpen = true
      stream.isEnded = true
    })()
    await until(() => stream.isOpen)
    return stream
  }

  test('add somebody with a role, and say what is wrong with an address', async () => {
    await page.goto('/settings')
    await page.getByRole('link', { name: 'People' }).click()
    await see(page, 'Nobody yet')
    await press(page.getByRole('button', { name: 'Add person' }))
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('E-mail').fill('ann')
    await dialog.getByRole('button', { name: 'Add person' }).click()
    await see(dialog, 'must be an e-mail address')

    await dialog.getByLabel('E-mail').fill('ann@example.com')
    await dialog.getByRole('combobox', { name: 'Role' }).click()
    await page.getByRole('option', { name: /^editor/ }).click()
    await dialog.getByRole('button', { name: 'Add person' }).click()
    await page.getByRole('row', { name: /ann@example.com editor/ }).waitFor()
  })

  test('make a group and put somebody into it', async () => {
    await page.goto('/settings/groups')
    await press(page.getByRole('button', { name: 'New group' }))
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Name').fill('Night shift / EU')
    await dialog.getByRole('button', { name: 'Make group' }).click()
    await page.getByRole('heading', { name: 'Night shift / EU' }).waitFor()

    await page.getByRole('combobox', { name: 'Add a member' }).fill('ann')
    await page.getByRole('option', { name: 'ann@example.com' }).click()
    await page.getByRole('row', { name: /ann@example.com/ }).waitFor()
    await page.goto('/settings/groups')
    await page.getByRole('row', { name: /Night shift \/ EU nothing 1/ }).waitFor()
  })

  test('make a token, show it once, and end what it has open when it is revoked', async () => {
    await page.goto('/settings/tokens')
    await press(page.getByRole('button', { name: 'New token' }))
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Name').fill('robot')
    await dialog.getByRole('switch', { name: 'Narrow it to single rights' }).click({ force: true })
    await dialog.getByRole('checkbox', { name: 'monitors:read' }).check()
    await dialog.getByRole('button', { name: 'Make token' }).click()
    await see(dialog, 'Copy it now')
    await dialog.getByRole('button', { name: 'Copy the token' }).click()
    const copied = () => page.evaluate(() => navigator.clipboard.readText())
    const token = await until(async () => SECRET.exec(await copied())?.[0])
    await dialog.getByRole('button', { name: 'I have it' }).click()
    await dialog.waitFor({ state: 'hidden' })
    const row = page.getByRole('row', { name: /^robot/ })
    await row.waitFor()
    expect(await page.content()).not.toContain(token)

    const headers = { authorization: `Bearer ${token}` }
    expect(await (await ask(headers)).json()).toMatchObject({
      ...{ name: 'token robot', role: 'viewer', scope: ['monitors:read'] },
    })
    const stream = await follow(headers)
    await row.getByRole('button', { name: 'Revoke robot' }).click()
    const question = page.getByRole('dialog')
    await see(question, 'Revoke the token robot?')
    await question.getByRole('button', { name: 'Revoke token' }).click()
    await until(() => stream.isEnded)
    expect((await ask(headers)).status).toBe(401)
    await see(page, 'No tokens yet')
    await page.getByRole('link', { name: 'Revoked' }).click()
    await see(page.getByRole('row', { name: /^robot/ }), 'revoked')
  })

  test('throw somebody out at once, and let them in again', async () => {
    const ben = await makePerson({ role: 'viewer', name: 'Ben' })
    const stream = await follow(ben.headers)
    await page.goto('/settings/people')
    const row = page.getByRole('row', { name: /^Ben/ })
    const choose = async (item: string) => {
      await press(row.getByRole('button', { name: 'Actions: Ben' }))
      await page.getByRole('menuitem', { name: item }).click()
    }
    await choose('Disable …')
    const question = page.getByRole('dialog')
    await see(question, 'Where they are signed in, in 1 browser, it ends at once.')
    await question.getByRole('button', { name: 'Disable', exact: true }).click()
    await until(() => stream.isEnded)
    await see(row, 'disabled')
    expect((await ask(ben.headers)).status).toBe(401)

    await choose('Let in again')
    await until(async () => (await row.getByText('disabled').count()) === 0)
  })

  test('keep the last admin, and say why', async () => {
    await makePerson({ role: 'admin', name: 'Cid' })
    await page.goto('/settings/people')
    await press(page.getByRole('button', { name: 'Actions: Cid' }))
    await page.getByRole('menuitem', { name: 'Delete …' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Delete person' }).click()
    await see(page, 'This is the last admin who can sign in')
    await page.getByRole('row', { name: /^Cid/ }).waitFor()
  })

  test('set the role of whoever comes for the first time', async () => {
    await page.goto('/settings/people')
    await press(page.getByRole('combobox', { name: 'Whoever signs in for the first time' }))
    await page.getByRole('option', { name: /^editor/ }).click()
    await see(page, 'Whoever signs in for the first time is editor now.')
  })

  test('are for admins: a viewer finds no way there, and nothing there', async () => {
    const { session } = await makePerson({ role: 'viewer' })
    const viewer = await belfry.person()
    await viewer
      .context()
      .addCookies([{ name: 'belfry_session', value: session, url: belfry.url, httpOnly: true }])
    await viewer.goto('/settings')
    const sections = viewer.getByRole('navigation', { name: 'Settings' })
    await sections.waitFor()
    expect(await sections.getByRole('link').allTextContents()).toEqual([
      'Installation',
      'System',
      'Projects',
    ])
    for (const path of ['people', 'groups', 'groups/x', 'tokens']) {
      await viewer.goto(`/settings/${path}`)
      await see(viewer, 'You may not see this')
    }
    await viewer.context().close()
  })

  test.each([
    '/settings/people',
    '/settings/groups',
    '/settings/groups/Night%20shift%20%2F%20EU',
    '/settings/tokens?show=revoked',
  ])('%s fits a phone', path => fitsPhone(belfry, path))

  test('had nothing to complain of', () => {
    expect(belfry.problems).toEqual([])
  })
})
