import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Handler } from '#app/_server/endpoint.ts'
import { POST as embedded } from '#app/gottwall/api/v1/[project]/embedded/route.ts'
import { GET as metrics } from '#app/gottwall/api/v1/[project]/metrics/route.ts'
import { GET as stats } from '#app/gottwall/api/v1/[project]/stats/route.ts'
import { GET as statsDataset } from '#app/gottwall/api/v1/[project]/stats_dataset/route.ts'
import { GET as embeddedJson } from '#app/shared/[uid]/gottwall/route.ts'
import { createProject } from '#lib/projects/mutations.ts'
import { byAda } from '#tests/actor.ts'
import { BASE, read } from '#tests/app/api/client.ts'
import { freshDatabase } from '#tests/database.ts'
import { anUpdate, openIntake } from '#tests/lib/metrics/world.ts'
import { makePerson, makeToken } from '#tests/people.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
let viewer: Record<string, string>
let editor: Record<string, string>
beforeAll(async () => {
  database = await freshDatabase()
  viewer = (await makePerson({ role: 'viewer' })).headers
  editor = (await makeToken({ role: 'editor' })).headers
  const shop = await createProject({ name: 'shop' }, byAda)
  const intake = openIntake(database.pool)
  await intake.accept(shop, 'http', [
    anUpdate({ value: 2, f: { status: 'New' } }),
    anUpdate({ value: 3, f: { status: ['New', 'Paid'] } }),
    anUpdate({ value: 5, at: 1_400_086_400 }),
  ])
  await intake.close()
})
afterAll(() => database.close())

interface Asked {
  query?: string
  project?: string
  headers?: Record<string, string>
  body?: string | object
}

async function ask(handler: Handler, { query = '', project = 'shop', headers, body }: Asked = {}) {
  const text = typeof body === 'object' ? JSON.stringify(body) : body
  const request = new Request(`${BASE}/gottwall/api/v1/x/y?${query}`, {
    method: text === undefined ? 'GET' : 'POST',
    headers: { ...(headers ?? viewer) },
    ...(text !== undefined && { body: text }),
  })
  return read(await handler(request, { params: Promise.resolve({ project }) }))
}

const MAY = 'from_date=2014-05-01&to_date=2014-05-31'

test('the tree has metrics, filters and values', async () => {
  const { status, body } = await ask(metrics)
  expect([status, body]).toEqual([200, { orders: { status: ['New', 'Paid'] } }])
})

test('what nobody counted in a project that there is not is nothing', async () => {
  expect((await ask(metrics, { project: 'nope' })).body).toEqual({})
  const { body } = await ask(stats, { project: 'nope', query: `name=orders&${MAY}` })
  expect(body).toMatchObject({ project: 'nope', range: [], avg: 0, min: 0, max: 0 })
})

test('stats are those of the metric as a whole, or where a filter has a value', async () => {
  const query = `name=orders&period=day&${MAY}`
  const asked = { project: 'shop', period: 'day', name: 'orders' }
  const [one, other] = [1_399_939_200, 1_400_025_600]
  expect((await ask(stats, { query })).body).toEqual({
    ...{ ...asked, filter_name: null, filter_value: null },
    ...{
      range: [
        [one, 5],
        [other, 5],
      ],
      avg: 5,
      min: 5,
      max: 5,
    },
  })
  const filter = '&filter_name=status&filter_value=Paid'
  expect((await ask(stats, { query: query + filter })).body).toEqual({
    ...{ ...asked, filter_name: 'status', filter_value: 'Paid' },
    ...{
      range: [
        [one, 3],
        [other, 0],
      ],
      avg: 1,
      min: 0,
      max: 3,
    },
  })
})

test('without a period it is by months', async () => {
  const { body } = await ask(stats, { query: `name=orders&${MAY}` })
  expect(body).toMatchObject({ period: 'month', range: [[1_398_902_400, 10]] })
})

test('a dataset has a series for every value', async () => {
  const { body } = await ask(statsDataset, { query: `name=orders&${MAY}&filter_name=status` })
  expect(body).toEqual({
    ...{ project: 'shop', period: 'month', name: 'orders', filter_name: 'status' },
    data: {
      New: { range: [[1_398_902_400, 5]], avg: 5, min: 5, max: 5 },
      Paid: { range: [[1_398_902_400, 3]], avg: 3, min: 3, max: 3 },
    },
  })
})

test.each([
  ['no name', stats, MAY, 'You need specify name and period'],
  ['an empty name', stats, `name=&${MAY}`, 'You need specify name and period'],
  ['an unknown period', stats, `name=a&period=decade&${MAY}`, 'You need specify name and period'],
  ['no dates', stats, 'name=a', 'Invalid date range'],
  ['one date', stats, 'name=a&from_date=2014-05-01', 'Invalid date range'],
  ['no date', stats, 'name=a&from_date=2014-13-01&to_date=2015-01-01', 'Invalid date range'],
  [
    'dates the wrong way round',
    stats,
    'name=a&from_date=2015-01-01&to_date=2014-01-01',
    'Invalid date range',
  ],
  ['no filter', statsDataset, `name=a&${MAY}`, 'You need specify filter_name'],
])('%s: told in words', async (_, handler, query, text) => {
  const { status, body } = await ask(handler, { query })
  expect([status, body]).toEqual([400, { text }])
})

describe('whoever is not signed in', () => {
  const nobody = { cookie: 'belfry_session=made-up' }

  test('is sent to the sign-in page, and back', async () => {
    const answer = await ask(stats, { headers: nobody, query: 'name=a' })
    expect(answer.status).toBe(302)
    const to = new URL(answer.headers.get('location') ?? '', BASE)
    expect(to.pathname).toBe('/sign-in')
    expect(to.searchParams.get('to')).toBe('/gottwall/api/v1/x/y?name=a')
  })

  test('shares nothing', async () => {
    expect((await ask(embedded, { headers: nobody, body: {} })).status).toBe(403)
  })
})

const chart = { metrics: [{ metric_name: 'orders' }], period: 'day' }

test.each([
  ['a viewer', () => ({ ...viewer, origin: BASE })],
  ['a page of another site', () => ({ ...viewer, origin: 'https://evil.example' })],
])('%s shares nothing', async (_, headers) => {
  const { status, body } = await ask(embedded, { headers: headers(), body: chart })
  expect([status, typeof body.text]).toEqual([403, 'string'])
})

test.each([
  ['{', 400, 'Bad request'],
  ['null', 400, 'Bad request'],
  [{ metrics: [], period: 'decade' }, 400, 'You need specify name and period'],
])('a body that is %j is refused', async (body, status, text) => {
  const answer = await ask(embedded, { headers: editor, body })
  expect([answer.status, answer.body]).toEqual([status, { text }])
})

test('what is shared is there for everybody, in the old form', async () => {
  const metrics = [
    { metric_name: 'orders', filter_name: '', filter_value: null },
    { metric_name: 'orders', filter_name: 'status', filter_value: 'Paid' },
  ]
  const body = { ...chart, metrics, renderer: 'bar', name: 'Sold' }
  const { status, body: links } = await ask(embedded, { headers: editor, body })
  expect([status, Object.keys(links)]).toEqual([
    ...[200, ['html_link', 'js_link', 'json_link', 'iframe']],
  ])
  expect(links.iframe).toContain(`src="${links.html_link}"`)

  const uid = /embedded\/([\w-]+)\.json$/.exec(links.json_link)?.[1] ?? ''
  const answer = await embeddedJson(new Request(`${BASE}/x?${MAY}`), {
    params: Promise.resolve({ uid }),
  })
  const orders = {
    name: 'orders',
    range: [
      [1_399_939_200, 5],
      [1_400_025_600, 5],
    ],
  }
  expect(await answer.json()).toEqual({
    ...{ renderer: 'bar', name: 'Sold', period: 'day', generator: 'Belfry' },
    ...{ from_date: '2014-05-01', to_date: '2014-05-31' },
    metrics: [
      { ...orders, filter_name: null, filter_value: null, avg: 5, min: 5, max: 5 },
      {
        ...{ name: 'orders', filter_name: 'status', filter_value: 'Paid' },
        ...{
          range: [
            [1_399_939_200, 3],
            [1_400_025_600, 0],
          ],
          avg: 1,
          min: 0,
          max: 3,
        },
      },
    ],
  })
})
