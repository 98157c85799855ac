import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeLoginLink } from '#lib/access/mutations.ts'
import { freshDatabase } from '#tests/database.ts'
import { buildOnce, freePort, TOKEN } from '#tests/flows/product.ts'
import { type Balancer, openBalancer } from '#tests/many/balancer.ts'
import { type Running, startRole } from '#tests/many/role.ts'
import { until } from '#tests/until.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
let balancer: Balancer
let webs: Running[] = []
beforeAll(async () => {
  await buildOnce()
  database = await freshDatabase()
  balancer = await openBalancer()
  webs = [await startWeb(), await startWeb()]
}, 600_000)
afterAll(async () => {
  await Promise.all(webs.map(web => web.end('SIGKILL')))
  await balancer?.close()
  await database?.close()
})

async function startWeb(): Promise<Running> {
  const web = await startRole('web', database.url, {
    ...{ PORT: String(await freePort()), BELFRY_URL: balancer.url },
    ...{ BELFRY_TOKEN: TOKEN, BELFRY_DRAIN: '10' },
  })
  await balancer.add(web.port)
  return web
}

/** Asks one of them directly, as the balancer passes it on. */
const ask = (web: Running | undefined, path: string, init: RequestInit = {}) =>
  fetch(`http://127.0.0.1:${web?.port}${path}`, { redirect: 'manual', ...init })

const asAdmin = (method: string, body?: object): RequestInit => ({
  method,
  headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
  ...(body && { body: JSON.stringify(body) }),
})

async function changed(path: string, init: RequestInit) {
  const answer = await ask(webs[0], path, init)
  expect(answer.ok, `${path} ${answer.status}`).toBe(true)
  return answer.status === 204 ? null : answer.json()
}

test('who signs in at one is known to the other, and to neither after signing out', async () => {
  const link = new URL(await makeLoginLink(balancer.url)).searchParams.get('link') ?? ''
  const origin = { origin: balancer.url }
  const entered = await ask(webs[0], '/sign-in/session', {
    ...{ method: 'POST', headers: origin, body: new URLSearchParams({ link, to: '/' }) },
  })
  const cookie = entered.headers.get('set-cookie')?.split(';')[0] ?? ''
  const seen = () =>
    Promise.all(webs.map(async web => (await ask(web, '/api/me', { headers: { cookie } })).status))
  expect(await seen()).toEqual([200, 200])
  await ask(webs[1], '/sign-out', { method: 'POST', headers: { cookie, ...origin } })
  expect(await seen()).toEqual([401, 401])
})

test('what is changed at one holds at the other at once', async () => {
  const { token, id } = await changed(
    '/api/tokens',
    asAdmin('POST', { name: 'of a test', role: 'viewer' }),
  )
  const headers = { authorization: `Bearer ${token}` }
  expect((await ask(webs[1], '/api/monitors', { headers })).status).toBe(200)
  await changed(`/api/tokens/${id}`, asAdmin('DELETE'))
  expect((await ask(webs[1], '/api/monitors', { headers })).status).toBe(401)
})

/** Follows what happens, anew whenever it is cut off, as browsers do; answers what has come. */
function follow(url: string, stop: AbortSignal) {
  const heard = { text: '', connections: 0 }
  const headers = { authorization: `Bearer ${TOKEN}` }
  void (async () => {
    while (!stop.aborted)
      try {
        const { body } = await fetch(`${url}/api/live`, { headers, signal: stop })
        heard.connections++
        for await (const chunk of body ?? []) heard.text += Buffer.from(chunk).toString()
      } catch {
        await delay(50)
      }
  })()
  return heard
}

const monitor = (name: string) => ({ name, script: 'return 1', schedule: '0 0 1 1 *' })

test('a restart of each in turn: every request is answered, and who follows is told again soon', async () => {
  const stopping = new AbortController()
  const heard = follow(balancer.url, stopping.signal)
  await until(() => heard.connections > 0)
  const refused: string[] = []
  const asking = Array.from({ length: 4 }, async () => {
    while (!stopping.signal.aborted) {
      const answer = await fetch(`${balancer.url}/api/monitors`, asAdmin('GET')).catch(String)
      if (typeof answer === 'string' || !answer.ok) refused.push(String(answer))
      else await answer.text()
      await delay(20)
    }
  })
  const ends: Promise<unknown>[] = []
  for (const [i, web] of webs.entries()) {
    ends.push(web.end('SIGTERM'))
    await balancer.gone(web.port)
    webs[i] = await startWeb()
  }
  await Promise.all(ends)
  await until(() => heard.connections > 1)
  const { id } = await changed('/api/monitors', asAdmin('POST', monitor('after all')))
  // A process that has just begun to listen tells that something may have been missed.
  await until(() => heard.text.includes(`monitor:${id}`) || heard.text.includes('data: null'))
  stopping.abort()
  await Promise.all(asking)
  expect(refused).toEqual([])
}, 600_000)
