import { request } from 'undici'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeLoginLink } from '#lib/access/mutations.ts'
import { withDb } from '#lib/roles/database.ts'
import { runningServerUrl } from '#lib/roles/postgres.ts'
import { type Product, startProduct, TOKEN } from '#tests/flows/product.ts'

let product: Product & { link: string }
beforeAll(async () => {
  product = await startProduct()
}, 600_000)
afterAll(() => product?.stop())

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(new URL(path, product.url), { redirect: 'manual', headers })

test('somebody follows the link that was printed, looks around, and signs out', async () => {
  const away = await get('/monitors?state=ALARM')
  expect(away.status).toBe(303)
  const there = away.headers.get('location') ?? ''
  expect(there).toBe('/sign-in?to=%2Fmonitors%3Fstate%3DALARM')
  expect(await (await get(there)).text()).toContain('npx belfry login-link')

  // A preview of the link, or a mail scanner, must not use it up.
  for (let i = 0; i < 3; i++) expect((await get(product.link)).status).toBe(200)
  const use = () =>
    fetch(new URL('/sign-in/session', product.url), {
      ...{ method: 'POST', redirect: 'manual', headers: { origin: product.url } },
      body: new URLSearchParams({
        link: new URL(product.link).searchParams.get('link') ?? '',
        to: '/monitors?state=ALARM',
      }),
    })
  const entered = await use()
  expect(entered.headers.get('location')).toBe('/monitors?state=ALARM')
  expect((await use()).headers.get('location')).toBe('/sign-in?problem=link')

  const cookie = entered.headers.get('set-cookie')?.split(';')[0] ?? ''
  expect((await get('/monitors', { cookie })).status).toBe(200)
  expect((await get('/api/monitors', { cookie })).status).toBe(200)
  expect((await get('/sign-in', { cookie })).headers.get('location')).toBe('/')
  expect((await get('/nowhere', { cookie })).status).toBe(404)

  await fetch(new URL('/sign-out', product.url), {
    ...{ method: 'POST', redirect: 'manual', headers: { cookie, origin: product.url } },
  })
  expect((await get('/api/monitors', { cookie })).status).toBe(401)
  expect((await get('/monitors', { cookie })).status).toBe(307)
})

test('a browser that follows the link is in at once, and only once', async () => {
  const database = runningServerUrl(product.data) ?? ''
  const link = await withDb(database, db => makeLoginLink(product.url, db))
  const opened = await visit(link)
  const entrance = new URL(String(opened.location), product.url)
  expect(await visit(entrance, { 'sec-purpose': 'prefetch' })).not.toHaveProperty('set-cookie')

  const entered = await visit(entrance)
  expect(entered).toMatchObject({ location: '/' })
  expect(String(entered['set-cookie'])).toMatch(/HttpOnly; SameSite=Lax/)
  expect(await visit(entrance)).toMatchObject({ location: '/sign-in?problem=link' })
})

/** Asks as a browser does for a link that is followed; `fetch` says of itself that it is no browser. */
async function visit(address: string | URL, headers: Record<string, string> = {}) {
  const browser = { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }
  const answer = await request(address, { headers: { ...browser, ...headers } })
  await answer.body.dump()
  return answer.headers
}

test('nobody gets in without credentials, by any way', async () => {
  for (const path of [
    '/api/monitors',
    '/api/nowhere',
    '/api/live',
    '/api/openapi.json',
    '/metrics',
  ])
    expect((await get(path)).status).toBe(401)
  for (const path of ['/', '/monitors/1', '/nowhere', '/settings'])
    expect((await get(path)).headers.get('location')).toMatch(/^\/sign-in/)
  const put = await fetch(new URL('/api/monitors', product.url), { method: 'PUT' })
  expect(put.status).toBe(401)
  expect(await (await get('/api/health')).json()).toEqual({ status: 'ok' })
})

test('what is saved is seen live, and a stop does not wait for who looks', async () => {
  const stream = await get('/api/live', { authorization: `Bearer ${TOKEN}` })
  const reader = (stream.body as ReadableStream<Uint8Array>).getReader()
  await readUntil(reader, 'event: config\ndata: null')
  const draft = { name: 'Seen', script: 'return 1', schedule: '0 0 29 2 *' }
  const { status, body } = await product.api('/monitors', 'POST', draft)
  expect(status).toBe(201)
  await readUntil(reader, `"monitor:${body.id}"`)

  const mistake = await product.api('/monitors', 'POST', { ...draft, script: 'return (' })
  expect(mistake.body.error.fields.script).toMatch(/^line 1: /)

  await product.stop()
  await expect(readUntil(reader, 'nothing more')).rejects.toThrow()
})

async function readUntil(reader: ReadableStreamDefaultReader<Uint8Array>, text: string) {
  for (let seen = ''; !seen.includes(text); ) {
    const { done, value } = await reader.read()
    if (done) throw new Error(`the stream ended after ${seen}`)
    seen += new TextDecoder().decode(value)
  }
}
