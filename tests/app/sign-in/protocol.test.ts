import { encode } from 'next-auth/jwt'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { providerOf, site } from '#app/_server/sign-in.ts'
import { GET, POST } from '#app/api/auth/[...step]/route.ts'
import { beginSignIn } from '#lib/access/sign-in/protocol.ts'
import { send } from '#tests/app/api/client.ts'
import { addressIn, BASE, locationOf, newTraveller } from '#tests/app/sign-in/traveller.ts'
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

describe('an answer counts once, in the browser that asked', () => {
  test('a callback that is repeated opens no session, not even with all cookies', async () => {
    const { traveller, arrive } = await onTheWayBack()
    const kept = new Map(traveller.jar)
    expect(await arrive()).toBe('/')
    traveller.jar.delete('belfry_session')
    expect(await arrive()).toBe(REFUSED)
    for (const [name, value] of kept) traveller.jar.set(name, value)
    expect(await arrive()).toBe(REFUSED)
    expect(traveller.session).toBeUndefined()
  })

  test('a callback that a stranger is lured to opens nothing in their browser', async () => {
    const { url } = await onTheWayBack()
    const victim = newTraveller()
    expect(locationOf(await victim.comeBack(url, newAddress()))).toBe(REFUSED)
    const busy = await onTheWayBack()
    expect(await busy.arrive(url)).toBe(REFUSED)
    expect(busy.traveller.session).toBeUndefined()
  })

  test.each([
    ['another state', 'state', 'x'.repeat(43)],
    ['no state', 'state', ''],
    ['another code', 'code', 'x'.repeat(43)],
    ['another issuer', 'iss', 'http://127.0.0.1:1'],
  ])('%s', async (_, name, value) => {
    const { url, arrive } = await onTheWayBack()
    const changed = new URL(url)
    changed.searchParams.set(name, value)
    expect(await arrive(changed.href)).toBe(REFUSED)
    // What was kept for this sign-in is gone: the right answer comes too late.
    expect(await arrive()).toBe(REFUSED)
  })

  test('the answer of one provider is none of the other', async () => {
    world.google.person = { ...ada, hd: 'example.com' }
    const { url, arrive } = await onTheWayBack('google')
    expect(await arrive(url.replace('/google', '/oidc'))).toBe(REFUSED)
  })

  test('cookies that were changed, or sealed by somebody else, are none', async () => {
    for (const name of ['belfry_state', 'belfry_nonce', 'belfry_pkce']) {
      const { traveller, arrive } = await onTheWayBack()
      const token = { value: 'x'.repeat(43), provider: 'oidc' }
      traveller.jar.set(name, await encode({ token, secret: 'a guess', salt: name }))
      expect(await arrive()).toBe(REFUSED)
    }
  })
})

test('whoever is refused still gets where they wanted once they are in', async () => {
  world.oidc.person = { ...ada, email_verified: false }
  const refused = await newTraveller().signIn('oidc', '/errors?q=1')
  expect(refused).toBe('/sign-in?problem=unverified&to=%2Ferrors%3Fq%3D1')
})

test('whom the provider does not let in, or who changed their mind, is told so', async () => {
  const traveller = newTraveller()
  await traveller.begin('oidc')
  const url = `${BASE}/api/auth/callback/oidc?error=access_denied&state=x`
  expect(locationOf(await traveller.comeBack(url))).toBe('/sign-in?problem=denied')
})

describe('the button', () => {
  test('leads to the provider without a redirect, with state, nonce and PKCE', async () => {
    const answer = await newTraveller().begin('oidc')
    expect(answer.status).toBe(200)
    const to = new URL(addressIn(answer))
    expect(to.origin).toBe(world.oidc.issuer)
    expect(Object.fromEntries(to.searchParams)).toMatchObject({
      ...{ client_id: 'belfry', response_type: 'code', code_challenge_method: 'S256' },
      redirect_uri: `${BASE}/api/auth/callback/oidc`,
      state: expect.stringMatching(/^\S{43}$/),
      nonce: expect.stringMatching(/^\S{43}$/),
    })
    const lines = answer.headers.getSetCookie()
    expect(lines.map(line => line.split('=')[0]).sort()).toEqual([
      ...['belfry_nonce', 'belfry_pkce', 'belfry_state', 'belfry_to'],
    ])
    for (const line of lines) expect(line).toMatch(/; Path=\/;.*HttpOnly; SameSite=Lax/)
  })

  test('also leads to a provider on the same host', async () => {
    const provider = providerOf('oidc')
    if (!provider) throw new Error('it is configured')
    const { issuer } = world.oidc
    const { location } = await beginSignIn(provider, { ...site(), url: issuer })
    expect(location).toContain(`${issuer}/auth?`)
  })

  test('does nothing for another site, and leads to the public address first', async () => {
    const begin = async (origin: string) =>
      locationOf(await newTraveller().begin('oidc', { origin, to: '/errors?q=a b' }))
    world.oidc.asked.length = 0
    expect(await begin('https://example.net')).toBe('/sign-in?problem=origin')
    expect(await begin('null')).toBe('/sign-in?problem=origin')
    const answer = await POST(
      new Request(`${BASE}/api/auth/signin/oidc`, {
        method: 'POST',
        headers: { host: 'localhost:3000', origin: 'http://localhost:3000' },
        body: new URLSearchParams({ to: '/errors?q=1' }),
      }),
      { params: Promise.resolve({ step: ['signin', 'oidc'] }) },
    )
    expect(addressIn(answer)).toBe(`${BASE}/sign-in?problem=address&to=%2Ferrors%3Fq%3D1`)
    expect(world.oidc.asked).toEqual([])
  })

  test.each([
    'https://example.net/',
    '//example.net/',
    '/\\example.net/',
    '/.//example.net/',
    'javascript:alert(1)',
    '/\n/example.net',
  ])('leads nowhere but to our pages afterwards: %j', async to => {
    expect(await newTraveller().signIn('oidc', to)).toBe('/')
  })

  test('also when the cookie that says where to was made by somebody else', async () => {
    for (const value of [Buffer.from('//example.net').toString('base64url'), '%', '💥']) {
      const { traveller, arrive } = await onTheWayBack()
      traveller.jar.set('belfry_to', encodeURIComponent(value))
      expect(await arrive()).toBe('/')
    }
  })
})

describe('of next-auth', () => {
  test('nothing answers but what is needed', async () => {
    const ask = (method: 'GET' | 'POST', path: string) =>
      (method === 'GET' ? GET : POST)(
        new Request(`${BASE}/api/auth/${path}`, { method, headers: { origin: BASE } }),
        { params: Promise.resolve({ step: path.split('/') }) },
      )
    for (const path of [
      'session',
      'csrf',
      'providers',
      'signout',
      'error',
      '_log',
      'callback',
      'signin',
    ])
      for (const method of ['GET', 'POST'] as const)
        expect((await ask(method, path)).status).toBe(404)
    for (const path of ['signin/oidc', 'callback/email', 'callback/oidc/more', 'session/oidc'])
      expect((await ask('GET', path)).status).toBe(404)
    for (const path of ['callback/oidc', 'signin/email', 'signout/oidc', 'session/oidc'])
      expect((await ask('POST', path)).status).toBe(404)
  })

  test('no session is ever made, and none of it lets anybody in', async () => {
    const { traveller, arrive } = await onTheWayBack()
    await arrive()
    expect([...traveller.jar.keys()].filter(name => !name.startsWith('_'))).toEqual([
      'belfry_session',
    ])
    for (const salt of ['', 'next-auth.session-token']) {
      const token = { sub: '1001', email: ada.email, name: ada.name }
      const value = await encode({ token, secret: site().secret, salt })
      for (const name of ['next-auth.session-token', 'belfry_session']) {
        const answer = await send('/api/monitors', { headers: { cookie: `${name}=${value}` } })
        expect(answer.status).toBe(401)
      }
    }
  })
})

test('whoever signs in once more ends the session that the browser had', async () => {
  const { traveller, arrive } = await onTheWayBack()
  await arrive()
  const former = traveller.session
  await traveller.signIn('oidc')
  const ask = (session: string | undefined) =>
    send('/api/monitors', { headers: { cookie: `belfry_session=${session}` } })
  expect((await ask(former)).status).toBe(401)
  expect((await ask(traveller.session)).status).toBe(200)
})

describe('too many attempts from one address', () => {
  const TOO_MANY = '/sign-in?problem=attempts'

  test('to begin', async () => {
    world.oidc.instead = () => ({ status: 503 })
    const address = newAddress()
    const begin = async (from: string) =>
      locationOf(await newTraveller().begin('oidc', { address: from }))
    const ends = await Promise.all(Array.from({ length: 100 }, () => begin(address)))
    expect(ends).toContain(TOO_MANY)
    expect(await begin(newAddress())).not.toBe(TOO_MANY)
  })

  test('with answers that are none, which the provider does not hear of', async () => {
    world.oidc.asked.length = 0
    const address = newAddress()
    const come = async (from: string) =>
      locationOf(await newTraveller().comeBack(`${BASE}/api/auth/callback/oidc?code=x`, from))
    const ends = new Set<string | null>()
    for (let i = 0; i < 100 && !ends.has(TOO_MANY); i++) ends.add(await come(address))
    expect(ends).toContain(TOO_MANY)
    expect(await come(newAddress())).toBe(REFUSED)
    expect(world.oidc.asked).toEqual([])
  })
})
