import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { refusePublicRead } from '#app/_server/public-reads.ts'
import { GET as embeddedJson } from '#app/shared/[uid]/gottwall/route.ts'
import { GET as script } from '#app/shared/[uid]/js/route.ts'
import { GET as json } from '#app/shared/[uid]/json/route.ts'
import { panel } from '#lib/charts/panel.ts'
import { api, BASE, read } from '#tests/app/api/client.ts'
import { freshDatabase } from '#tests/database.ts'
import { anUpdate, aProject, openIntake } from '#tests/lib/metrics/world.ts'
import { until } from '#tests/until.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
beforeAll(async () => {
  database = await freshDatabase()
  const intake = openIntake(database.pool)
  await intake.accept(aProject(), 'http', [anUpdate({ value: 5, f: { country: 'ch' } })])
  await intake.close()
})
afterAll(() => database.close())

const orders = { kind: 'metrics', lines: [{ metric: 'orders', label: 'Sold' }], period: 'day' }
const MAY = '?from_date=2014-05-01&to_date=2014-05-31'

async function share(more: object = {}) {
  const { status, body } = await api('POST', '/api/charts/shared', { panel: orders, ...more })
  expect(status).toBe(201)
  return { id: body.id as number, uid: String(body.page).split('/').at(-1) ?? '' }
}

/** Asks as nobody. */
const ask = async (handler: typeof json, uid: string, query = '') =>
  read(await handler(new Request(`${BASE}/x${query}`), { params: Promise.resolve({ uid }) }))

test('its data are as it is drawn, without what it is made of', async () => {
  const { uid } = await share({ name: 'Shop' })
  const { status, body } = await ask(json, uid, MAY)
  expect(status).toBe(200)
  expect(body).toMatchObject({
    name: 'Shop',
    panel: { kind: 'metrics', lines: [{ metric: 'Sold' }] },
    drawn: { kind: 'metrics', lines: [{ name: 'Sold', values: expect.arrayContaining([5]) }] },
  })
  expect(JSON.stringify(body)).not.toContain('default')
})

test('its script puts its page, as it is asked for, into the page that it stands in', async () => {
  const { uid } = await share()
  const answer = await ask(script, uid, '?height=200&width=300&range=6h')
  expect(answer.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
  expect(answer.body).toContain(`"src":"${BASE}/shared/${uid}?height=200&width=300&range=6h"`)
  expect(answer.body).toContain('"width":"300","height":"200"')
})

test('nothing that stands in an address gets out of the text in the script', async () => {
  const { uid } = await share()
  const hostile = `?from_date=2014-05-01&x=${encodeURIComponent('"}),alert(1),({"</script>\u2028')}`
  const { body } = await ask(script, uid, hostile)
  const [text = ''] = /\{"src".*?\}(?=, \{)/.exec(body) ?? []
  expect(Object.keys(JSON.parse(text))).toEqual(['src', 'width', 'height', 'title'])
  expect(body).not.toContain('</script>')
})

test.each([
  ['its data', json],
  ['its script', script],
  ['its data in the old form', embeddedJson],
])('when it is revoked, %s are gone at once', async (_, handler) => {
  const { id, uid } = await share()
  expect((await ask(handler, uid)).status).toBe(200)
  expect((await api('DELETE', `/api/charts/shared/${id}`)).status).toBe(204)
  expect((await ask(handler, uid)).status).toBe(404)
  expect((await ask(handler, randomUUID())).status).toBe(404)
})

test('what cannot be drawn is refused in words that name the fields', async () => {
  const { uid } = await share()
  expect(await ask(json, uid, '?renderer=pie')).toMatchObject({
    status: 400,
    body: { error: { fields: { renderer: 'is not known here' } } },
  })
  const tooMuch = await ask(json, uid, '?period=minute&from_date=1990-01-01')
  expect(tooMuch.status).toBe(400)
  expect((await ask(embeddedJson, uid, '?period=decade')).body).toEqual({
    text: 'You need specify name and period',
  })
})

test('what is no chart of metrics has no old form', async () => {
  const { uid } = await share({ panel: { kind: 'text', text: 'hello' } })
  expect(await ask(embeddedJson, uid)).toMatchObject({ status: 404, body: { text: 'Not found' } })
  expect((await ask(json, uid)).body).toMatchObject({ drawn: { kind: 'text' } })
})

test('that it was looked at is noted', async () => {
  const { id, uid } = await share()
  await ask(json, uid)
  await until(async () => (await api('GET', `/api/charts/shared/${id}`)).body.lastSeenAt !== null)
})

test('an address that asks without end is told to wait, and no other', () => {
  const from = (address: string) => refusePublicRead(new Headers({ 'x-forwarded-for': address }))
  let refused: Response | null = null
  for (let asked = 0; asked < 10_000 && !refused; asked++) refused = from('192.0.2.1')
  expect(refused?.status).toBe(429)
  expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(from('192.0.2.2')).toBeNull()
})

test('the API lists what is shared, changes it and tells its addresses', async () => {
  const { id, uid } = await share({ name: 'Listed' })
  const { body } = await api('GET', '/api/charts/shared?q=listed')
  expect(body.items).toEqual([
    expect.objectContaining({
      ...{ id, name: 'Listed', state: 'shown', sharedBy: 'API token' },
      ...{ page: `${BASE}/shared/${uid}`, json: `${BASE}/shared/${uid}.json` },
      panel: panel.parse(orders),
    }),
  ])
  const changed = await api('PATCH', `/api/charts/shared/${id}`, { name: 'Renamed' })
  expect(changed.body).toMatchObject({ name: 'Renamed', range: '30d' })
  expect((await api('GET', '/api/charts/shared/999999')).status).toBe(404)
})
