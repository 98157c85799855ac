import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { recordServers } from '#client/http.ts'
import { clearContexts, configure, context, type Event, set } from '#client/index.ts'
import { serving } from '#tests/client/servers.ts'
import { until } from '#tests/until.ts'

let server: Awaited<ReturnType<typeof serving>>
beforeAll(async () => {
  // What is open where the server begins to listen is none of its requests' business.
  server = await context('startup', () =>
    serving(async (request, response) => {
      let body = ''
      for await (const chunk of request) body += chunk
      await context('.work', async () => set('body', body))
      set('own', request.url)
      response.end(body)
    }),
  )
})
afterAll(() => server?.close())

let events: Event[]
let stop: () => void
beforeEach(() => {
  events = []
  configure(event => void events.push(event))
  clearContexts()
  stop = recordServers({ ignores: ({ url }) => url === '/health', user: () => 'ann' })
})
afterEach(() => {
  stop()
  configure(null)
})

const ask = async (path: string, body: string) =>
  (await fetch(server.url + path, { method: 'POST', body })).text()

test('requests to any server are pieces of work, one after the other and side by side', async () => {
  for (const n of ['1', '2', '3']) expect(await ask(`/${n}?q=secret`, n)).toBe(n)
  await Promise.all(['4', '5', '6'].map(n => ask(`/${n}`, n)))
  await until(() => events.length === 12)
  const trees = Map.groupBy(events, ({ id }) => id)
  expect(trees.size).toBe(6)
  for (const [work, request] of trees.values()) {
    const body = work?.body?.body as string
    expect(work?.type).toBe('request.work')
    expect(request).toMatchObject({
      type: 'request',
      body: {
        ...{ method: 'POST', path: `/${body}`, user: 'ann', clientIp: '127.0.0.1' },
        own: expect.stringMatching(`^/${body}`),
        request: { size: 1 },
        response: { status: 200, size: 1 },
      },
    })
  }
})

test('what is not to be recorded, or comes after the end of it, is not', async () => {
  await ask('/health', 'x')
  await until(() => events.length === 1)
  stop()
  await ask('/', 'x')
  await until(() => events.length === 2)
  expect(events.map(({ type }) => type)).toEqual([
    expect.stringMatching(/work$/),
    expect.stringMatching(/work$/),
  ])
})
