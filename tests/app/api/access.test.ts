import { NextRequest } from 'next/server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { endpointsOf } from '#app/_server/routes.ts'
import * as nothing from '#app/api/[...path]/route.ts'
import { POST as signIn } from '#app/sign-in/session/route.ts'
import { POST as signOut } from '#app/sign-out/route.ts'
import { hashOf } from '#lib/access/links.ts'
import { makeLoginLink } from '#lib/access/mutations.ts'
import { proxy } from '#proxy.ts'
import { BASE, files, read, send, TOKEN } from '#tests/app/api/client.ts'
import { freshDatabase } from '#tests/database.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.close())

const everyRoute = Object.entries(files).flatMap(([path, file]) =>
  endpointsOf(file).map(({ method }) => [method, path.replaceAll(/\{.*?\}/g, '1')] as const),
)
const closed = everyRoute.filter(([, path]) => path !== '/api/health')
const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
const own = { origin: BASE }

/** The cookie of somebody who has just signed in. */
async function signedIn(): Promise<string> {
  const answer = await post(signIn, { link: await newLink(), to: '/' }, own)
  return answer.headers.get('set-cookie')?.split(';')[0] ?? ''
}
const newLink = async () =>
  new URL(await makeLoginLink(BASE, database.db)).searchParams.get('link') ?? ''

const post = (
  handler: (request: Request) => Promise<Response>,
  form: Record<string, string>,
  headers: Record<string, string>,
) =>
  handler(
    new Request(`${BASE}/sign-in/session`, {
      method: 'POST',
      headers: { host: new URL(BASE).host, ...headers },
      body: new URLSearchParams(form),
    }),
  )

describe('without good credentials', () => {
  test.each(closed)('%s %s answers 401', async (method, path) => {
    const { status, body } = await read(await send(path, { method, ...sentBy(method) }))
    expect(status).toBe(401)
    expect(body.error.code).toBe('unauthorized')
  })

  test.each(closed)('%s %s answers 401 to an ended session', async (method, path) => {
    const headers = { cookie: 'belfry_session=over', ...own }
    expect((await send(path, { method, headers, ...sentBy(method) })).status).toBe(401)
  })

  test('a path that is no route is 401 too, and 404 only with a token', async () => {
    const ask = (headers: Record<string, string>) =>
      nothing.GET(new Request(`${BASE}/api/x`, { headers }), { params: Promise.resolve({}) })
    expect((await ask({})).status).toBe(401)
    expect((await ask(bearer('wrong'))).status).toBe(401)
    expect((await ask(bearer(TOKEN))).status).toBe(404)
  })

  test('a token that is nearly right is wrong', async () => {
    for (const token of [TOKEN.slice(1), `${TOKEN}x`, TOKEN.toUpperCase(), ''])
      expect((await send('/api/monitors', { headers: bearer(token) })).status).toBe(401)
  })

  test('health says only whether all is well', async () => {
    const { status, body } = await read(await send('/api/health'))
    expect(status).toBe(503)
    expect(body).toEqual({ status: 'degraded' })
  })

  const sentBy = (method: string) => (method === 'GET' ? {} : { body: {} })
})

test('wrong tokens are blocked after a while, by address, the right one of others not', async () => {
  const from = (address: string, token: string) =>
    send('/api/monitors', { headers: { ...bearer(token), 'x-forwarded-for': address } })
  const statuses: number[] = []
  for (let i = 0; i < 120; i++) statuses.push((await from('192.0.2.1', `wrong-${i}`)).status)
  expect(statuses.at(0)).toBe(401)
  expect(statuses.at(-1)).toBe(429)
  expect((await from('192.0.2.1', TOKEN)).status).toBe(429)
  expect((await from('192.0.2.2', TOKEN)).status).toBe(200)
})

describe('a session', () => {
  test('begins with a link, once', async () => {
    const link = await newLink()
    const first = await post(signIn, { link, to: '/alerts?q=1' }, own)
    const second = await post(signIn, { link, to: '/' }, own)
    expect([first.status, first.headers.get('location')]).toEqual([303, '/alerts?q=1'])
    expect(first.headers.get('set-cookie')).toMatch(
      /^belfry_session=\S{43}; Path=\/; HttpOnly; SameSite=Lax; Expires=/,
    )
    expect(second.headers.get('location')).toBe('/sign-in?problem=link')
    expect(second.headers.get('set-cookie')).toBeNull()
  })

  test('ends the one that the browser had', async () => {
    const former = await signedIn()
    const me = (cookie: string) => send('/api/me', { method: 'GET', headers: { cookie } })
    expect((await me(former)).status).toBe(200)

    await post(signIn, { link: 'a wrong one' }, { ...own, cookie: former })
    expect((await me(former)).status).toBe(200)
    const again = await post(signIn, { link: await newLink() }, { ...own, cookie: former })
    const cookie = again.headers.get('set-cookie')?.split(';')[0] ?? ''
    expect([(await me(former)).status, (await me(cookie)).status]).toEqual([401, 200])
  })

  test('begins for one only when a link is used by many at once', async () => {
    const link = await newLink()
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => post(signIn, { link, to: '/' }, own)),
    )
    expect(answers.filter(answer => answer.headers.has('set-cookie'))).toHaveLength(1)
  })

  test('does not begin with an old link', async () => {
    const link = await newLink()
    await database.db.loginLink.updateMany({ data: { expiresAt: new Date(Date.now() - 1) } })
    const answer = await post(signIn, { link, to: '/' }, { ...own, 'x-forwarded-for': '192.0.2.7' })
    expect(answer.headers.get('location')).toBe('/sign-in?problem=link')
  })

  test('does not begin from another site', async () => {
    const link = await newLink()
    for (const origin of [undefined, 'https://evil.example', 'null']) {
      const answer = await post(signIn, { link, to: '/' }, origin ? { origin } : {})
      expect(answer.headers.get('location')).toBe('/sign-in?problem=origin')
    }
    expect((await post(signIn, { link, to: '/' }, own)).headers.has('set-cookie')).toBe(true)
  })

  test('is kept as a hash only', async () => {
    const token = (await signedIn()).split('=')[1] ?? ''
    const sessions = await database.db.session.findMany()
    expect(JSON.stringify(sessions)).not.toContain(token)
    expect(sessions.map(row => Buffer.from(row.hash).toString('hex'))).toContain(
      Buffer.from(hashOf(token)).toString('hex'),
    )
  })

  test('may read; to change something the request has to come from our pages', async () => {
    const cookie = await signedIn()
    const create = (headers: Record<string, string>) =>
      send('/api/alerts', {
        method: 'POST',
        headers: { cookie, 'content-type': 'application/json', ...headers },
        body: {},
      })
    expect((await send('/api/alerts', { headers: { cookie } })).status).toBe(200)
    expect((await create({})).status).toBe(403)
    expect((await create({ origin: 'https://evil.example' })).status).toBe(403)
    expect((await create({ origin: 'null' })).status).toBe(403)
    expect((await create({ origin: 'http://127.0.0.1:3001' })).status).toBe(403)
    expect((await create(own)).status).toBe(400)
  })

  test('ends when it is signed out of, and by itself', async () => {
    const status = async (cookie: string) =>
      (await send('/api/alerts', { headers: { cookie } })).status
    const [one, two] = [await signedIn(), await signedIn()]
    const answer = await post(signOut, {}, { ...own, cookie: one })
    expect(answer.headers.get('location')).toBe('/sign-in')
    expect(answer.headers.get('set-cookie')).toContain('Expires=Thu, 01 Jan 1970')
    expect([await status(one), await status(two)]).toEqual([401, 200])

    await database.db.session.updateMany({ data: { expiresAt: new Date() } })
    expect(await status(two)).toBe(401)
  })

  test('is not ended from another site', async () => {
    const cookie = await signedIn()
    await post(signOut, {}, { origin: 'https://evil.example', cookie })
    expect((await send('/api/alerts', { headers: { cookie } })).status).toBe(200)
  })

  test('wrong links are blocked after a while, also a right one then', async () => {
    const headers = { ...own, 'x-forwarded-for': '192.0.2.3' }
    for (let i = 0; i < 10; i++) await post(signIn, { link: `wrong ${i}` }, headers)
    const answer = await post(signIn, { link: await newLink() }, headers)
    expect(answer.headers.get('location')).toBe('/sign-in?problem=attempts')
  })
})

describe('bad bodies', () => {
  const headers = { ...bearer(TOKEN), 'content-type': 'application/json' }
  const create = (body: string, more: Record<string, string> = {}) =>
    send('/api/monitors', { method: 'POST', headers: { ...headers, ...more }, body }).then(read)

  test.each([
    ['no JSON', '{"name": ', 400, 'invalid', 'not JSON'],
    [
      'another type',
      '{}',
      415,
      'unsupported_type',
      'application/json',
      { 'content-type': 'text/plain' },
    ],
    ['too much', `{"name":"${'x'.repeat(2 ** 20)}"}`, 413, 'too_large', '1048576 bytes'],
    ['a list', '[]', 400, 'invalid', 'must be an object, not a list'],
    ['nothing', '', 400, 'invalid', 'is missing'],
    ['no end of nesting', `${'['.repeat(100_000)}${']'.repeat(100_000)}`, 400, 'invalid', 'nested'],
    ['a prototype', '{"__proto__":{"name":"x"}}', 400, 'invalid', 'name: '],
  ])('%s is refused in words', async (_, body, status, code, words, more = undefined) => {
    const answer = await create(body, more)
    expect(answer.status).toBe(status)
    expect(answer.body.error.code).toBe(code)
    expect(answer.body.error.message).toContain(words)
  })

  test('a body that lies about its length is cut off at the limit', async () => {
    let sent = 0
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 65_536
        controller.enqueue(new Uint8Array(65_536))
      },
    })
    const request = new Request(`${BASE}/api/monitors`, {
      ...{ method: 'POST', headers, body: endless, duplex: 'half' },
    })
    const handler = files['/api/monitors']?.POST
    const answer = await handler?.(request, { params: Promise.resolve({}) })
    expect(answer?.status).toBe(413)
    expect(sent).toBeLessThan(2 * 2 ** 20)
  })

  test('an answer names no more than 20 mistakes', async () => {
    const many = Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`field${i}`, 1]))
    const { body } = await create(JSON.stringify(many))
    expect(Object.keys(body.error.fields)).toHaveLength(20)
  })
})

test('a method that a path has not got is 405 and says which it has', async () => {
  const { status, headers, body } = await read(
    await send('/api/monitors', { method: 'PUT', headers: bearer(TOKEN) }),
  )
  expect(status).toBe(405)
  expect(headers.get('allow')).toBe('GET, POST')
  expect(body.error.message).toContain('GET, POST')
})

test('a database that is away is 503, and no more is told', async () => {
  const url = process.env.DATABASE_URL
  const shared = globalThis as { belfryDb?: unknown }
  const kept = shared.belfryDb
  delete shared.belfryDb
  process.env.DATABASE_URL = 'postgres://nobody@127.0.0.1:9/nothing'
  try {
    const { status, body } = await read(await send('/api/monitors', { headers: bearer(TOKEN) }))
    expect(status).toBe(503)
    expect(body.error).toEqual({
      code: 'unavailable',
      message: 'The database cannot be reached right now.',
    })
  } finally {
    process.env.DATABASE_URL = url
    shared.belfryDb = kept
  }
})

describe('before every page and route', () => {
  const ask = (path: string, headers: Record<string, string> = {}) =>
    proxy(new NextRequest(`${BASE}${path}`, { headers: { host: '127.0.0.1:3000', ...headers } }))
  const passes = (response: Response) => response.headers.get('x-middleware-next') === '1'

  test('a page without a session leads to the sign-in page and back', () => {
    const answer = ask('/monitors?state=ALARM')
    expect(answer.status).toBe(303)
    const { pathname, searchParams } = new URL(answer.headers.get('location') ?? '')
    expect([pathname, searchParams.get('to')]).toEqual(['/sign-in', '/monitors?state=ALARM'])
  })

  test.each(['/api', '/api/monitors', '/api/nothing', '/metrics'])('%s answers 401', path => {
    expect(ask(path).status).toBe(401)
  })

  test.each(['/sign-in', '/sign-in/session', '/api/health'])('%s is open', path => {
    expect(passes(ask(path))).toBe(true)
  })

  test('whoever shows something may go on to be checked', () => {
    expect(passes(ask('/monitors', { cookie: 'belfry_session=x' }))).toBe(true)
    expect(passes(ask('/api/monitors', bearer('x')))).toBe(true)
  })
})
