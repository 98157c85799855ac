import { createHmac } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { onTheWayBack, REFUSED } from '#tests/app/sign-in/way-back.ts'
import { ada, openWorld } from '#tests/app/sign-in/world.ts'
import { CLIENT, newKey } from '#tests/oidc.ts'

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

describe('an id token', () => {
  const seconds = (ahead: number) => Math.floor(Date.now() / 1000) + ahead
  const HOUR = 3600

  test.each<[string, Record<string, () => unknown>, string]>([
    ['for another sign-in (nonce)', { nonce: () => 'x'.repeat(43) }, REFUSED],
    ['without a nonce', { nonce: () => undefined }, REFUSED],
    ['for somebody else (audience)', { aud: () => 'another' }, REFUSED],
    ['by somebody else (issuer)', { iss: () => 'https://example.net' }, REFUSED],
    ['without a subject', { sub: () => undefined }, REFUSED],
    ['of a clock that is a little ahead', { iat: () => seconds(5), nbf: () => seconds(5) }, '/'],
    ['of a clock that is an hour ahead', { iat: () => seconds(HOUR) }, '/sign-in?problem=clock'],
    ['that counts only in an hour', { nbf: () => seconds(HOUR) }, REFUSED],
    ['that ended an hour ago', { exp: () => seconds(-HOUR) }, REFUSED],
    ['without an end', { exp: () => undefined }, REFUSED],
  ])('%s', async (_, changes, end) => {
    const { arrive } = await onTheWayBack()
    world.oidc.tamper = claims => {
      for (const [name, value] of Object.entries(changes)) claims[name] = value()
      return undefined
    }
    expect(await arrive()).toBe(end)
  })

  test('signed by a key that the provider does not know is refused, also under a name it knows', async () => {
    for (const kid of [undefined, world.oidc.key.kid]) {
      const stranger = newKey()
      world.oidc.tamper = () => ({ ...stranger, kid: kid ?? stranger.kid })
      expect(await (await onTheWayBack()).arrive()).toBe(REFUSED)
    }
  })

  test('that is not signed, or with the secret that both know, is refused', async () => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
    for (const alg of ['none', 'HS256']) {
      world.oidc.tamper = claims => {
        const text = `${part({ alg, typ: 'JWT' })}.${part(claims)}`
        const mac = createHmac('sha256', CLIENT.secret).update(text).digest('base64url')
        return `${text}.${alg === 'none' ? '' : mac}`
      }
      expect(await (await onTheWayBack()).arrive()).toBe(REFUSED)
    }
  })

  test('by a new key of the provider is good, by the former one no more', async () => {
    const former = world.oidc.key
    expect(await (await onTheWayBack()).arrive()).toBe('/')
    world.oidc.rotate()
    expect(await (await onTheWayBack()).arrive()).toBe('/')
    world.oidc.tamper = () => former
    expect(await (await onTheWayBack()).arrive()).toBe(REFUSED)
  })
})
