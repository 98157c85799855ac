import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { locationOf, newTraveller } from '#tests/app/sign-in/traveller.ts'
import { newAddress, onTheWayBack, REFUSED } from '#tests/app/sign-in/way-back.ts'
import { ada, openWorld } from '#tests/app/sign-in/world.ts'

let world: Awaited<ReturnType<typeof openWorld>>
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())
beforeEach(() => {
  world.oidc.person = ada
})
afterEach(() => {
  world.oidc.tamper = null
  world.oidc.instead = null
})

describe('a provider that is away', () => {
  const AWAY = '/sign-in?problem=away'
  const begin = async () =>
    locationOf(await newTraveller().begin('oidc', { address: newAddress() }))

  test('when somebody begins, and when they come back', async () => {
    world.oidc.instead = () => ({ status: 503 })
    expect(await begin()).toBe(AWAY)
    world.oidc.instead = null
    const { arrive } = await onTheWayBack()
    world.oidc.instead = () => ({ status: 503 })
    expect(await arrive()).toBe(AWAY)
  })

  test('in its parts only', async () => {
    for (const part of ['/token', '/jwks']) {
      const { arrive } = await onTheWayBack()
      world.oidc.instead = path => (path === part ? { status: 500, body: 'no' } : undefined)
      expect(await arrive()).toBe(REFUSED)
      world.oidc.instead = null
    }
  })

  test('is not followed elsewhere', async () => {
    const location = `${world.google.issuer}/.well-known/openid-configuration`
    world.google.asked.length = 0
    world.oidc.instead = () => ({ status: 302, headers: { location } })
    expect(await begin()).toBe(AWAY)
    expect(world.google.asked).toEqual([])
  })

  test('cannot send our requests to where a machine has its credentials', async () => {
    const { issuer } = world.oidc
    const honest = await (await fetch(`${issuer}/.well-known/openid-configuration`)).json()
    for (const name of ['token_endpoint', 'jwks_uri', 'userinfo_endpoint'])
      for (const host of [
        '169.254.169.254',
        '[fe80::1]',
        '[::ffff:169.254.169.254]',
        '2852039166',
      ]) {
        const said = { ...honest, [name]: `http://${host}/latest/meta-data` }
        world.oidc.instead = () => ({ status: 200, body: JSON.stringify(said) })
        expect(await begin()).toBe(AWAY)
      }
  })
})
