import fastify, { type FastifyInstance, type FastifyRequest } from 'fastify'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { requests } from '#client/fastify.ts'
import { clearContexts, configure, context, type Event, set } from '#client/index.ts'
import { until } from '#tests/until.ts'

let events: Event[]
let errors: { message: string; traceId?: string | undefined }[]
let app: FastifyInstance
beforeEach(async () => {
  ;[events, errors] = [[], []]
  configure({ event: event => void events.push(event), error: error => void errors.push(error) })
  clearContexts()
  app = fastify()
  await app.register(requests<FastifyRequest>, {
    user: request => request.headers['x-user'] as string | undefined,
    ignores: request => request.url === '/health',
  })
})
afterEach(async () => {
  configure(null)
  await app.close()
})

const start = () => app.listen({ host: '127.0.0.1', port: 0 })

test('a request is a piece of work, also after its body was read, in every plugin', async () => {
  await app.register(
    async shop => {
      shop.post('/orders/:id', async request => {
        set('order', (request.body as { order: string }).order)
        await context('.sql', async () => set('rows', 1))
        return { done: 'ja, schön' }
      })
    },
    { prefix: '/shop' },
  )
  const url = await start()
  const response = await fetch(`${url}/shop/orders/3?key=secret`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-user': 'ann' },
    body: JSON.stringify({ order: 'ö' }),
  })
  const size = (await response.arrayBuffer()).byteLength
  await until(() => events.length === 2)
  expect(events).toMatchObject([
    { type: 'request.sql', body: { rows: 1 } },
    {
      type: 'request',
      body: {
        ...{ method: 'POST', path: '/shop/orders/3', route: '/shop/orders/:id', order: 'ö' },
        ...{ user: 'ann', clientIp: '127.0.0.1', request: { size: 14 } },
        response: { status: 200, size },
      },
    },
  ])
  expect(events[0]?.id).toBe(events[1]?.id)
})

test('requests of one connection, one after the other, are trees of their own', async () => {
  app.post('/:n', async request => {
    await context('.sql', async () => set('n', (request.params as { n: string }).n))
    return 'done'
  })
  const url = await start()
  for (let n = 0; n < 10; n++)
    await (await fetch(`${url}/${n}`, { method: 'POST', body: 'some text' })).text()
  await until(() => events.length === 20)
  const trees = Map.groupBy(events, ({ id }) => id)
  expect(trees.size).toBe(10)
  for (const tree of trees.values())
    expect(tree).toMatchObject([
      { type: 'request.sql' },
      { type: 'request', body: { path: `/${tree[0]?.body?.n}` } },
    ])
})

test('what a request fails with is kept and captured; an answer such as 404 is no error', async () => {
  app.get('/fails', async () => {
    throw new Error('no luck')
  })
  app.get('/answers', async () => {
    throw Object.assign(new Error('not yours'), { statusCode: 403 })
  })
  const url = await start()
  for (const path of ['/fails', '/answers', '/nowhere', '/health'])
    await (await fetch(url + path)).text()
  await until(() => events.length === 3)
  expect(events).toMatchObject([
    { body: { response: { status: 500 }, exception: expect.stringMatching(/^Error: no luck\n/) } },
    { body: { response: { status: 403 }, exception: expect.stringMatching(/^Error: not yours/) } },
    { body: { response: { status: 404 }, path: '/nowhere' } },
  ])
  expect(errors).toMatchObject([{ message: 'Error: no luck', traceId: events[0]?.id }])
})

test('a request that is injected by a test is told of as well', async () => {
  app.get('/', async () => 'hello')
  await app.inject('/')
  await until(() => events.length === 1)
  expect(events[0]?.body?.response).toEqual({ status: 200, size: 5 })
})
