import { once } from 'node:events'
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { eventsLive } from '#bin/tail/over-api.ts'

/** What the server is to answer with, and what it was asked. */
let answer: (response: ServerResponse) => void
let asked: { path: string; token: string | undefined }[]
let said: string[]
let stop: AbortController
let server: Server
let url: string

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push({ path: request.url ?? '', token: request.headers.authorization })
    answer(response)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
beforeEach(() => {
  asked = []
  said = []
  stop = new AbortController()
})
afterEach(() => {
  stop.abort()
  server.closeAllConnections()
})
afterAll(() => server.close())

const stream =
  (...messages: [event: string, data: object][]) =>
  (response: ServerResponse) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.write('retry: 2000\n\n:\n\n')
    for (const [event, data] of messages)
      response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
  }

const live = (query = '', project?: string) =>
  eventsLive({
    ...{ url, token: 'secret', query, project, signal: stop.signal },
    say: line => said.push(line),
  })

const first = async (events: ReturnType<typeof live>) => (await events.next()).value

test('what is wanted is asked for with the token, and comes as it is', async () => {
  answer = stream(['event', { type: 'request', traits: { text: 'a\nb é' } }])
  expect(await first(live('status >= 500', 'shop'))).toEqual({
    ...{ type: 'request', traits: { text: 'a\nb é' } },
  })
  const { pathname, searchParams } = new URL(asked[0]?.path ?? '', url)
  expect(asked[0]?.token).toBe('Bearer secret')
  expect(pathname).toBe('/api/events/live')
  expect(Object.fromEntries(searchParams)).toEqual({ q: 'status >= 500', project: 'shop' })
})

test('a stream that ends, and a server that is busy, are tried again', async () => {
  answer = response => {
    if (asked.length === 1) stream()(response)
    if (asked.length === 1) response.end()
    else if (asked.length === 2) response.writeHead(429).end()
    else stream(['event', { id: 'at last' }])(response)
  }
  expect(await first(live())).toEqual({ id: 'at last' })
  expect(said).toEqual([
    `Belfry at ${url} has ended the stream.`,
    `Belfry at ${url} does not answer: status 429`,
  ])
})

test('that not all are shown is said', async () => {
  answer = stream(
    ['sampled', { shown: 200, matched: 5_000, unread: 0 }],
    ['sampled', { shown: 200, matched: 6_000, unread: 0 }],
    ['event', { id: 'x' }],
  )
  await first(live())
  expect(said).toEqual(['showing 200 of 5000 events a second'])
})

test.each([
  [401, { error: { message: 'Send a token.' } }, 'says: Send a token.'],
  [404, {}, 'says: status 404'],
])('who is refused with %i is told why, and not again', async (status, body, message) => {
  answer = response => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  }
  await expect(first(live())).rejects.toThrow(message)
  expect(asked).toHaveLength(1)
})

test('whoever stops is not kept', async () => {
  answer = () => stop.abort()
  expect(await first(live())).toBeUndefined()
  expect(said).toEqual([])
})
