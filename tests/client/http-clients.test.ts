import { get, request } from 'node:http'
import { text } from 'node:stream/consumers'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { recordClients } from '#client/http.ts'
import { clearContexts, configure, context, type Event } from '#client/index.ts'
import { serving } from '#tests/client/servers.ts'

let server: Awaited<ReturnType<typeof serving>>
let seen: (string | string[] | undefined)[]
beforeAll(async () => {
  server = await serving((asked, response) => {
    seen.push(asked.headers.traceparent)
    if (asked.url === '/never') return
    asked.resume()
    response.statusCode = 404
    response.end('nothing')
  })
})
afterAll(() => server?.close())

let events: Event[]
let stop: () => void
beforeEach(() => {
  ;[events, seen] = [[], []]
  configure(event => void events.push(event))
  clearContexts()
  stop = recordClients()
})
afterEach(() => {
  stop()
  configure(null)
})

/** The answer as text, or what the request failed with. */
const ask = (path: string, options: Parameters<typeof request>[1] = {}, body = '') =>
  new Promise<string>((resolve, reject) =>
    request(server.url + path, options, answer => void text(answer).then(resolve, reject))
      .on('error', reject)
      .end(body),
  )

test('a request by node:http is a piece of work, and tells the other side of its tree', async () => {
  const headers = { 'content-length': '6' }
  const answer = context('job', () =>
    ask('/orders?token=secret', { method: 'POST', headers }, 'schön'),
  )
  expect(await answer).toBe('nothing')
  expect(events).toMatchObject([
    {
      type: 'job.httpclient',
      body: {
        request: { uri: `${server.url}/orders?token=%E2%80%A6`, method: 'POST', size: 6 },
        response: { code: 404, size: 7 },
      },
    },
    { type: 'job', body: {} },
  ])
  expect(seen).toEqual([expect.stringContaining(`-${events[0]?.id}-`)])
  await ask('/', { headers: { traceparent: 'its own' } })
  expect(seen.at(-1)).toBe('its own')
})

test('a time-out is code 599, a server that is not there has none', async () => {
  await expect(ask('/never', { signal: AbortSignal.timeout(20) })).rejects.toThrow('aborted')
  const gone = await serving(() => {})
  await gone.close()
  await new Promise(resolve => get(gone.url).on('error', resolve))
  expect(events).toMatchObject([
    { body: { response: { code: 599 }, exception: expect.stringMatching('AbortError') } },
    { body: { exception: expect.stringMatching('ECONNREFUSED') } },
  ])
  expect(events[1]?.body?.response).toBeUndefined()
})

test('mistakes of the application in it cost no request', async () => {
  const complaints: string[] = []
  configure(event => void events.push(event), { complain: text => complaints.push(text) })
  stop()
  stop = recordClients({
    traces: () => {
      throw new Error('traces fails')
    },
  })
  expect(await ask('/')).toBe('nothing')
  stop()
  stop = recordClients({ name: 'a..b' })
  expect(await ask('/')).toBe('nothing')
  expect(events).toHaveLength(1)
  expect(complaints).toEqual([
    expect.stringContaining('Error: traces fails'),
    expect.stringContaining('"a..b" is not the name of a context'),
    expect.any(String),
  ])
})

test('after the end of it nothing is recorded', async () => {
  stop()
  await ask('/')
  expect([events, seen]).toEqual([[], [undefined]])
})
