import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { noBrowser, openBelfry, PHONE } from '#tests/browser/product.ts'
import { see } from '#tests/browser/see.ts'
import { CLIENT, openProvider, type TestProvider } from '#tests/oidc.ts'

const ada = {
  ...{ sub: '1001', name: 'Ada Lovelace', email: 'ada@example.com' },
  ...{ email_verified: true, hd: 'example.com' },
}

describe.skipIf(noBrowser)('signing in', () => {
  let belfry: Awaited<ReturnType<typeof openBelfry>>
  let google: TestProvider
  let keycloak: TestProvider
  beforeAll(async () => {
    belfry = await openBelfry(['web'], async url => {
      const callback = `${url}/api/auth/callback`
      google = await openProvider({ callback: `${callback}/google`, asks: true })
      keycloak = await openProvider({ callback: `${callback}/oidc`, asks: true })
      return {
        ...{ GOOGLE_CLIENT_ID: CLIENT.id, GOOGLE_CLIENT_SECRET: CLIENT.secret },
        ...{ GOOGLE_WORKSPACE_DOMAIN: 'example.com', GOOGLE_ISSUER: google.issuer },
        ...{ OIDC_ISSUER: keycloak.issuer, OIDC_CLIENT_ID: CLIENT.id },
        ...{ OIDC_CLIENT_SECRET: CLIENT.secret, OIDC_NAME: 'Keycloak', OIDC_ROLES: 'sre=editor' },
      }
    })
  })
  afterAll(async () => {
    await belfry.close()
    await Promise.all([google.close(), keycloak.close()])
  })
  afterEach(() => {
    google.instead = null
  })

  test('by Google leads to the page that was asked for; the menu says who it is, and the way out', async () => {
    google.person = ada
    const page = await belfry.stranger()
    await page.goto('/monitors?state=ALARM')
    await page.getByRole('button', { name: 'Sign in with Google' }).click()
    await page.getByRole('button', { name: 'Continue as Ada Lovelace' }).click()
    await page.waitForURL('**/monitors?state=ALARM')

    await page.getByLabel('Signed in as Ada Lovelace').click()
    await see(page, 'ada@example.com')
    await see(page, 'viewer', true)
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await page.waitForURL('**/sign-in')
    await page.goto('/monitors')
    await page.getByRole('button', { name: 'Sign in with Google' }).waitFor()
  })

  test('by another provider gives the role of its groups, on a phone as well', async () => {
    keycloak.person = { ...ada, sub: '7', name: 'Bob', email: 'bob@example.com', groups: ['sre'] }
    const page = await belfry.stranger(PHONE)
    await page.goto('/sign-in')
    await page.getByRole('button', { name: 'Sign in with Keycloak' }).click()
    await page.getByRole('button', { name: 'Continue as Bob' }).click()
    await page.waitForURL('**/monitors')
    expect(await belfry.database.db.person.findUnique({ where: { email: ada.email } })).toBeTruthy()
    expect(
      await belfry.database.db.person.findUnique({ where: { email: 'bob@example.com' } }),
    ).toMatchObject({ role: 'editor', roleFrom: 'claims' })
  })

  test('says why somebody of another domain stays outside', async () => {
    google.person = { ...ada, sub: '1002', email: 'eve@example.net', hd: 'example.net' }
    const page = await belfry.stranger()
    await page.goto('/')
    await page.getByRole('button', { name: 'Sign in with Google' }).click()
    await page.getByRole('button', { name: 'Continue as Ada Lovelace' }).click()
    await page.waitForURL('**/sign-in?problem=domain')
    await see(page, 'Your account is not of a domain whose people may sign in here')
    await page.goto('/monitors')
    await page.getByRole('button', { name: 'Sign in with Google' }).waitFor()
  })

  test('from another name of this machine leads to the public address first', async () => {
    google.person = ada
    const page = await belfry.stranger()
    await page.goto(`${belfry.url.replace('127.0.0.1', 'localhost')}/sign-in?to=/errors`)
    await page.getByRole('button', { name: 'Sign in with Google' }).click()
    await page.waitForURL(`${belfry.url}/sign-in?problem=address&to=%2Ferrors`)
    await page.getByRole('button', { name: 'Sign in with Google' }).click()
    await page.getByRole('button', { name: 'Continue as Ada Lovelace' }).click()
    await page.waitForURL(`${belfry.url}/errors`)
  })

  test('works by the one-time link while the provider is away', async () => {
    google.instead = () => ({ status: 503 })
    const page = await belfry.stranger()
    await page.goto('/sign-in')
    await page.getByRole('button', { name: 'Sign in with Google' }).click()
    await see(page, 'The provider cannot be reached right now')
    await see(page, 'npx belfry login-link')

    const signedIn = await belfry.person()
    await signedIn.getByLabel('Signed in as admin').click()
    await see(signedIn, 'by a one-time link')
  })

  test('and none of the pages complained', () => {
    expect(belfry.problems).toEqual([])
  })
})
