import { createServer } from 'node:http'
import express from 'express'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { requestErrors, requests } from '#client/express.ts'
import { clearContexts, configure, context, type Event, set } from '#client/index.ts'
import { askAndLeave, listening } from '#tests/client/servers.ts'
import { until } from '#tests/until.ts'

let events: Event[]
let errors: { message: string; traceId?: string | undefined }[]
let complaints: string[]
let end: (() => Promise<void>) | undefined
beforeEach(() => {
  ;[events, errors, complaints] = [[], [], []]
  configure(
    { event: event => void events.push(event), error: error => void errors.push(error) },
    { complain: text => complaints.push(text), release: '1.4.2' },
  )
  clearContexts()
})
afterEach(async () => {
  configure(null)
  await end?.()
  end = undefined
})

type Options = Parameters<typeof requests<express.Request>>[0]

async function start(build: (app: express.Express) => void, options: Options = {}) {
  const app = express()
  app.use(requests(options))
  build(app)
  app.use(requestErrors(options))
  app.use(((_error, _request, response, _next) => {
    response.status(500).send('sorry')
  }) satisfies express.ErrorRequestHandler)
  const { url, close } = await listening(createServer(app))
  end = close
  return url
}
const requestEvents = () => events.filter(({ type }) => type === 'request')
const only = async () => until(() => requestEvents()[0])

test('a request is a piece of work: what was asked, by whom, and what was answered', async () => {
  const shop = express.Router()
  shop.post('/orders/:id', express.json(), (request, response) => {
    Object.assign(request, { user: { id: 7, name: 'ann' } })
    set('order', request.body.order)
    context('.sql', () => set('rows', 1))
    response.status(201).json({ done: 'ja, schön' })
  })
  const url = await start(app => app.use('/shop', shop), { headers: ['User-Agent'] })
  const response = await fetch(`${url}/shop/orders/3?key=secret`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'user-agent': 'tests' },
    body: JSON.stringify({ order: 'ö' }),
  })
  const size = (await response.arrayBuffer()).byteLength
  expect(await only()).toMatchObject({
    type: 'request',
    body: {
      ...{ method: 'POST', path: '/shop/orders/3', route: '/shop/orders/:id', release: '1.4.2' },
      ...{ user: 7, clientIp: '127.0.0.1', order: 'ö' },
      request: { size: 14, headers: { 'user-agent': 'tests' } },
      response: { status: 201, size },
    },
  })
  expect(events.map(({ type }) => type)).toEqual(['request.sql', 'request'])
  expect(new Set(events.map(({ id }) => id)).size).toBe(1)
  expect(JSON.stringify(events)).not.toContain('secret')
})

test('an answer in many parts is counted as it is sent, one without a body as nothing', async () => {
  const url = await start(app => {
    app.get('/parts', (_request, response) => {
      for (let i = 0; i < 100; i++) response.write('ä'.repeat(500))
      response.end(Buffer.alloc(7))
    })
    app.get('/none', (_request, response) => void response.status(204).end())
  })
  await (await fetch(`${url}/parts`)).text()
  await fetch(`${url}/parts`, { method: 'HEAD' })
  await fetch(`${url}/none`)
  await until(() => events.length === 3)
  expect(events.map(({ body }) => body?.response)).toEqual([
    { status: 200, size: 100_007 },
    { status: 200, size: 0 },
    { status: 204, size: 0 },
  ])
})

test('what comes in with a traceparent belongs to the tree that it names', async () => {
  const url = await start(app => app.get('/', (_request, response) => void response.send('hello')))
  const id = 'abcdef0123456789abcdef0123456789'
  await fetch(url, { headers: { traceparent: `00-${id}-00f067aa0ba902b7-01` } })
  await fetch(url, { headers: { traceparent: 'nonsense' } })
  await until(() => events.length === 2)
  expect(events[0]?.id).toBe(id)
  expect(events[1]?.id).toMatch(/^[0-9a-f]{32}$/)
})

test('what a request fails with is kept and captured, with the id of its tree', async () => {
  const url = await start(app => {
    app.get('/fails', async () => {
      throw new Error('no luck')
    })
    app.get('/answers', (_request, _response, next) =>
      next(Object.assign(new Error('not yours'), { status: 403 })),
    )
  })
  expect((await fetch(`${url}/fails`)).status).toBe(500)
  await fetch(`${url}/answers`)
  await until(() => events.length === 2)
  expect(events[0]?.body).toMatchObject({
    ...{ response: { status: 500 }, route: '/fails' },
    exception: expect.stringMatching(/^Error: no luck\n/),
  })
  expect(events[1]?.body?.exception).toMatch(/^Error: not yours/)
  expect(errors).toMatchObject([{ message: 'Error: no luck', traceId: events[0]?.id }])
})

test('a request whose asker goes away is told as aborted', async () => {
  let begin = () => {}
  const begun = new Promise<void>(resolve => {
    begin = resolve
  })
  const url = await start(app => app.get('/slow', () => begin()))
  await askAndLeave(`${url}/slow`, begun)
  expect((await only()).body).toMatchObject({ path: '/slow', aborted: true })
  expect(requestEvents()[0]?.body?.response).toEqual({ size: 0 })
})

test('requests at the same time do not mix, nor those of one connection', async () => {
  const url = await start(app =>
    app.get('/:n', async (request, response) => {
      await context('.wait', async () => {
        set('n', request.params.n)
        await new Promise(resolve => setImmediate(resolve))
      })
      response.send(request.params.n)
    }),
  )
  await Promise.all(Array.from({ length: 40 }, async (_, n) => (await fetch(`${url}/${n}`)).text()))
  await until(() => requestEvents().length === 40)
  const pathOf = new Map(requestEvents().map(({ id, body }) => [id, body?.path]))
  const waits = events.filter(({ type }) => type === 'request.wait')
  expect(waits).toHaveLength(40)
  for (const { id, body } of waits) expect(pathOf.get(id)).toBe(`/${body?.n}`)
})

test('what the application asks for is left out; its own mistakes there cost nothing', async () => {
  const url = await start(app => app.use((_request, response) => void response.send('hello')), {
    name: 'shop',
    ignores: request => {
      if (request.path === '/bad') throw new Error('ignores fails')
      return request.path === '/health'
    },
    user: () => {
      throw new Error('user fails')
    },
  })
  for (const path of ['/health', '/bad', '/asked'])
    expect(await (await fetch(url + path)).text()).toBe('hello')
  await until(() => events.length === 1)
  expect(events[0]).toMatchObject({
    type: 'shop',
    body: { path: '/asked', response: { status: 200 } },
  })
  expect(complaints).toEqual([
    'a request is not recorded: Error: ignores fails',
    'who asked for /asked is not known: Error: user fails',
  ])
})
