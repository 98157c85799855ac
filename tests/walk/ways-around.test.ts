import { once } from 'node:events'
import { globSync, readFileSync } from 'node:fs'
import { get, type IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ROOT, TOKEN } from '#tests/flows/product.ts'
import { makeBelfry, type WalkedBelfry } from '#tests/walk/belfry.ts'

/** Stands on the page of monitors and in the API's list of them, for whoever may see it. */
const CANARY = 'canary-of-the-walk'
const admin = { authorization: `Bearer ${TOKEN}` }

let belfry: WalkedBelfry
beforeAll(async () => {
  belfry = await makeBelfry()
  const { status } = await belfry.ask({
    ...{ method: 'POST', path: '/api/monitors' },
    headers: { ...admin, 'content-type': 'application/json' },
    body: JSON.stringify({ name: CANARY, script: 'return 1', schedule: '0 0 1 1 *' }),
  })
  expect(status).toBe(201)
})
afterAll(() => belfry?.close())

const PATHS = ['/monitors', '/api/monitors', '/metrics']

test.each(PATHS.slice(0, 2))(
  '%s shows it to an admin, so that what follows can fail',
  async path => {
    expect((await belfry.ask({ path, headers: admin })).text).toContain(CANARY)
  },
)

describe('a header that Next or a proxy uses inside lets nobody in', () => {
  const repeated = (name: string) => Array.from({ length: 5 }, () => name).join(':')

  test.each([
    ['x-middleware-subrequest', repeated('middleware')],
    ['x-middleware-subrequest', repeated('src/middleware')],
    ['x-middleware-subrequest', repeated('proxy')],
    ['x-middleware-subrequest', 'pages/_middleware'],
    ['x-middleware-next', '1'],
    ['x-middleware-rewrite', '/api/monitors'],
    ['x-middleware-skip', '1'],
    ['x-middleware-override-headers', 'authorization'],
    ['x-middleware-request-authorization', `Bearer ${TOKEN}`],
    ['x-nextjs-data', '1'],
    ['x-matched-path', '/monitors'],
    ['x-now-route-matches', '1'],
    ['x-invoke-path', '/monitors'],
    ['x-invoke-status', '200'],
    ['x-action-forwarded', '1'],
    ['next-resume', '1'],
    ['x-prerender-revalidate', '1'],
    ['x-original-url', '/sign-in'],
    ['x-rewrite-url', '/monitors'],
    ['x-http-method-override', 'GET'],
    ['x-forwarded-host', 'localhost'],
    ['x-forwarded-user', 'admin'],
    ['x-real-ip', '127.0.0.1'],
    ['forwarded', 'for=127.0.0.1;host=localhost;proto=https'],
    ['rsc', '1'],
    ['next-router-prefetch', '1'],
    ['next-router-segment-prefetch', '/_tree'],
    ['purpose', 'prefetch'],
    ['cookie', 'belfry_session='],
    ['cookie', 'belfry_session=x; belfry_session=y'],
    ['authorization', 'Basic YWRtaW46YWRtaW4='],
    ['authorization', 'Bearer null'],
  ])('%s: %s', async (name, value) => {
    for (const path of PATHS) {
      const answer = await belfry.ask({ path, headers: { [name]: value } })
      expect(answer.text).not.toContain(CANARY)
      expect([303, 307, 400, 401]).toContain(answer.status)
    }
  })
})

test('an upgrade is answered as the request that it is', async () => {
  const headers = { connection: 'upgrade', upgrade: 'websocket' }
  const asked = get(`${belfry.url}/api/monitors`, { headers })
  const [answer] = (await once(asked, 'response')) as [IncomingMessage]
  expect(answer.resume().statusCode).toBe(401)
})

describe('a path written in another way lets nobody in', () => {
  test.each([
    '/monitors/',
    '/./monitors',
    '/x/../monitors',
    '/%6donitors',
    '/MONITORS',
    '/monitors.rsc',
    '/monitors.json',
    '/monitors.txt',
    '/monitors.segments/_tree.segment.rsc',
    '/monitors;x=1',
    '/monitors%2f',
    '/monitors%23',
    '/(signed-in)/monitors',
    '/_next/data/build/monitors.json',
    '/_next/static/../../monitors',
    '/_next/static/..%2f..%2fmonitors',
    '/_next/static/%2e%2e/%2e%2e/api/monitors',
    '/_next/static/chunks/../../../api/monitors',
    '/_next/../api/monitors',
    '/icon.svg/../api/monitors',
    '/api/health/../monitors',
    '/api/health/%2e%2e/monitors',
    '/api/auth/signin/google/../../../monitors',
    '/sign-in/../monitors',
    '/API/monitors',
    '/api/monitors/',
    '/api/monitors.json',
    '/api/%6donitors',
    '//api/monitors',
    '/api//monitors',
    '/\\api/monitors',
    '/metrics/',
    '/server/app/api/monitors/route.js',
    '/.next/server/app-paths-manifest.json',
    '/_next/server/app/api/monitors/route.js',
    '/_next/image?url=%2Fapi%2Fmonitors&w=64&q=75',
    '/__nextjs_original-stack-frames',
    '/_next/webpack-hmr',
  ])('%s', async path => {
    const answer = await belfry.ask({ path })
    expect(answer.text).not.toContain(CANARY)
    expect(answer.status).toBeGreaterThanOrEqual(303)
    expect(answer.status).toBeLessThan(500)
  })

  test('and a page that is no page says so to those who are signed in only', async () => {
    expect((await belfry.ask({ path: '/nothing' })).status).toBe(303)
    expect((await belfry.ask({ path: '/nothing', headers: admin })).status).toBe(404)
  })
})

test('an action is not done for somebody who calls it by way of an open page', async () => {
  for (const action of belfry.built.actions)
    for (const { name, headers } of belfry.callers.filter(({ grant }) => grant === null)) {
      const asked = { ...action, page: '/sign-in' }
      const { text } = await belfry.askAction(asked, { name, headers, grant: null })
      expect(text, `${action.what} by ${name}`).not.toContain('"ok":true')
      expect(text).not.toContain('"code":"invalid"')
    }
})

describe('every answer', () => {
  const LOOKED_AT: [path: string, headers: Record<string, string>][] = [
    ['/sign-in', {}],
    ['/monitors', {}],
    ['/monitors', admin],
    ['/nothing', admin],
    ['/icon.svg', {}],
    ['/api/health', {}],
    ['/api/monitors', {}],
    ['/api/monitors', admin],
    ['/api/nothing', admin],
    ['/metrics', admin],
    ['//', {}],
    ['/_next/static/nothing.js', {}],
    ['/monitors', { host: 'evil.example' }],
    ['/_next/static/nothing.js', { host: 'evil.example' }],
  ]

  test.each(LOOKED_AT)(
    '%s with %j says who may read, frame and guess it',
    async (path, headers) => {
      const { all } = await belfry.ask({ path, headers })
      expect(all).toMatchObject({
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'same-origin',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'permissions-policy': expect.stringContaining('camera=()'),
        'content-security-policy': expect.stringContaining("frame-ancestors 'none'"),
      })
      expect(all).not.toHaveProperty('x-powered-by')
      expect(all).not.toHaveProperty('access-control-allow-origin')
    },
  )

  test('is not kept by caches, unless it is a file of the build', async () => {
    for (const [path, headers] of LOOKED_AT.filter(([path]) => !/^\/(icon|_next)/.test(path)))
      expect((await belfry.ask({ path, headers })).all['cache-control']).toContain('no-store')
    const file = globSync('static/chunks/*.css', { cwd: join(ROOT, '.next') })[0]
    const { all } = await belfry.ask({ path: `/_next/${file}` })
    expect(all['cache-control']).toContain('immutable')
    expect(all['x-content-type-options']).toBe('nosniff')
  })

  test('has another nonce, and its scripts have no other', async () => {
    const pages = await Promise.all([1, 2].map(() => belfry.ask({ path: '/sign-in' })))
    const nonces = pages.map(({ all, text }) => {
      const nonce = /'nonce-([^']+)'/.exec(String(all['content-security-policy']))?.[1]
      const tags = text.match(/<script[^>]*>/g) ?? []
      expect(tags.length).toBeGreaterThan(5)
      for (const tag of tags) expect(tag).toContain(`nonce="${nonce}"`)
      return nonce
    })
    expect(nonces[0]).not.toBe(nonces[1])
  })
})

test('for another name than ours there is nothing, files included', async () => {
  for (const path of ['/', '/sign-in', '/api/health', '/icon.svg', '/_next/static/nothing.js'])
    expect((await belfry.ask({ path, headers: { host: 'evil.example' } })).status).toBe(421)
})

test('no map leads from what browsers load back to the source', () => {
  const maps = globSync('static/**/*.map', { cwd: join(ROOT, '.next') })
  for (const map of maps)
    expect(JSON.parse(readFileSync(join(ROOT, '.next', map), 'utf8'))).toMatchObject({
      sources: [],
      sections: [],
    })
})
