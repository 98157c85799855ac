import { forbidden, notFound, redirect } from 'next/navigation.js'
import { NextRequest, NextResponse } from 'next/server.js'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { clearContexts, configure, context, type Event, set, start } from '#client/index.ts'
import { recordAction, recordRequestError, recordRoute } from '#client/next.ts'

let events: Event[]
let errors: { message: string; traceId?: string | undefined; extra?: unknown }[]
beforeEach(() => {
  ;[events, errors] = [[], []]
  configure({ event: event => void events.push(event), error: error => void errors.push(error) })
  clearContexts()
})
afterEach(() => configure(null))

const asked = (path: string, init: ConstructorParameters<typeof NextRequest>[1] = {}) =>
  new NextRequest(`http://127.0.0.1:3000${path}`, init)
const given = <T>(params: T) => ({ params: Promise.resolve(params) })

test('a request to a route handler is a piece of work', async () => {
  const GET = recordRoute(
    async (request: NextRequest, { params }: { params: Promise<{ id: string }> }) => {
      await context('.sql', async () => set('rows', 1))
      return NextResponse.json({ id: (await params).id, q: request.nextUrl.searchParams.get('q') })
    },
    { user: request => request.headers.get('x-user'), headers: ['x-user'] },
  )
  const id = 'abcdef0123456789abcdef0123456789'
  const headers = { 'x-user': 'ann', traceparent: `00-${id}-00f067aa0ba902b7-01` }
  const response = await GET(asked('/shop/7/orders?q=secret', { headers }), given({ id: '7' }))
  expect(await response.json()).toEqual({ id: '7', q: 'secret' })
  expect(events).toMatchObject([
    { type: 'request.sql', id, body: { rows: 1 } },
    {
      ...{ type: 'request', id },
      body: {
        ...{ method: 'GET', path: '/shop/7/orders', route: '/shop/[id]/orders', user: 'ann' },
        ...{ request: { headers: { 'x-user': 'ann' } }, response: { status: 200 } },
      },
    },
  ])
})

test('in a request that the server has opened, the route is told there', async () => {
  const request = start('request')
  const GET = recordRoute((..._given: unknown[]) => new Response('hello'))
  await GET(asked('/files/a/b/c'), given({ path: ['a', 'b', 'c'] }))
  request.done()
  expect(events).toMatchObject([{ type: 'request', body: { route: '/files/[...path]' } }])
})

test.each([
  ['redirect', () => redirect('/elsewhere'), 307],
  ['notFound', () => notFound(), 404],
  ['forbidden', () => forbidden(), 403],
])('what answers by throwing, as %s does, has not failed', async (_, answer, status) => {
  process.env.__NEXT_EXPERIMENTAL_AUTH_INTERRUPTS = 'true'
  await expect(
    (async () => recordRoute((..._given: unknown[]) => answer())(asked('/'), given({})))(),
  ).rejects.toThrow()
  expect(events).toMatchObject([{ type: 'request', body: { response: { status } } }])
  expect(events[0]?.body?.exception).toBeUndefined()
  expect(errors).toEqual([])
})

test('what a handler fails with is kept, captured once and thrown on', async () => {
  const error = new Error('no luck')
  const GET = recordRoute((..._given: unknown[]) => {
    throw error
  })
  await expect((async () => GET(asked('/'), given({})))()).rejects.toBe(error)
  expect(events[0]?.body).toMatchObject({
    ...{ response: { status: 500 }, exception: expect.stringMatching(/^Error: no luck/) },
  })
  expect(errors).toMatchObject([{ message: 'Error: no luck', traceId: events[0]?.id }])
})

test('mistakes of the application in what it says of requests cost none of them', async () => {
  const complaints: string[] = []
  configure(event => void events.push(event), { complain: text => complaints.push(text) })
  const fails = () => {
    throw new Error('no luck')
  }
  const GET = recordRoute((..._given: unknown[]) => new Response('hello'), {
    ...{ ignores: fails, user: fails },
  })
  expect(await (await GET(asked('/'), given({}))).text()).toBe('hello')
  expect(events).toMatchObject([{ body: { response: { status: 200 } } }])
  expect(complaints).toEqual(['something of a request is not known: Error: no luck'])
})

test('an action is a piece of work of its request', async () => {
  const save = recordAction('save', async (name: string) => {
    set('name', name)
    return `${name} is saved`
  })
  expect(await context('request', () => save('ann'))).toBe('ann is saved')
  expect(events[0]).toMatchObject({ type: 'request.action', body: { action: 'save', name: 'ann' } })
  await expect(recordAction('leave', async () => redirect('/'))()).rejects.toThrow('NEXT_REDIRECT')
  expect(events.at(-1)?.body).toEqual({ action: 'leave' })
})

test('what Next tells of as failed is captured, with its request if that is recorded', async () => {
  const about = { routePath: '/shop/[id]', routeType: 'render' }
  const request = start('request')
  recordRequestError(new Error('in it'), { path: '/shop/7', method: 'GET' }, about)
  request.done()
  recordRequestError(new Error('alone'), { path: '/shop/7', method: 'GET' }, about)
  expect(events[0]?.body).toMatchObject({
    ...{ route: '/shop/[id]', exception: expect.stringMatching('in it') },
  })
  expect(errors).toMatchObject([
    { message: 'Error: in it', traceId: events[0]?.id },
    { message: 'Error: alone', extra: { path: '/shop/7', route: '/shop/[id]' } },
  ])
})
