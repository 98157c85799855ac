import { createHash } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { recordedFetch, recordFetch } from '#client/fetch.ts'
import { clearContexts, configure, context, type Event } from '#client/index.ts'
import { serving } from '#tests/client/servers.ts'

let server: Awaited<ReturnType<typeof serving>>
let seen: { traceparent: string | undefined; custom: string | undefined }[]
beforeAll(async () => {
  server = await serving(async (request, response) => {
    const { traceparent, 'x-custom': custom } = request.headers
    seen.push({ traceparent: traceparent as string | undefined, custom: custom as string })
    if (request.url === '/never') return
    for await (const _ of request);
    response.statusCode = request.url?.startsWith('/missing') ? 404 : 200
    if (request.url === '/parts') response.write('in ')
    response.end('parts')
  })
})
afterAll(() => server.close())

let events: Event[]
beforeEach(() => {
  ;[events, seen] = [[], []]
  configure(event => void events.push(event))
  clearContexts()
})
afterEach(() => configure(null))

const fetched = recordedFetch(fetch)
const bodies = () => events.map(({ type, body }) => [type, body])

test('an outgoing request is a piece of work, and its answer as without it', async () => {
  const response = await context('request', () =>
    fetched(`${server.url}/missing?q=a&api_key=secret#part`, { method: 'post', body: 'schön' }),
  )
  expect(await response.text()).toBe('parts')
  expect(bodies()).toEqual([
    [
      'request.httpclient',
      {
        request: {
          uri: `${server.url}/missing?q=a&api_key=%E2%80%A6`,
          ...{ method: 'POST', size: 6 },
        },
        response: { code: 404, size: 5 },
      },
    ],
    ['request', {}],
  ])
})

test('the one that is asked learns to which tree it belongs, unless the application says so itself', async () => {
  await context('job', { id: 'abcdef0123456789abcdef0123456789' }, () => fetched(server.url))
  await context('job', { id: 'order 7' }, () => fetched(new URL(server.url)))
  const own = `00-${'1'.repeat(32)}-${'2'.repeat(16)}-01`
  await fetched(new Request(server.url, { headers: { traceparent: own, 'x-custom': 'kept' } }))
  await recordedFetch(fetch, { traces: () => false })(server.url)
  const hash = createHash('sha256').update('order 7').digest('hex').slice(0, 32)
  expect(seen).toMatchObject([
    { traceparent: expect.stringMatching(/^00-abcdef0123456789abcdef0123456789-[0-9a-f]{16}-01$/) },
    { traceparent: expect.stringMatching(new RegExp(`^00-${hash}-`)) },
    { traceparent: own, custom: 'kept' },
    { traceparent: undefined },
  ])
  expect(seen[0]?.traceparent).toContain(events[0]?.uid.slice(16))
})

test('headers, method and body of a Request go out as they are', async () => {
  const request = new Request(server.url, {
    ...{ method: 'PUT', body: 'text', headers: { 'x-custom': 'kept' } },
  })
  await fetched(request)
  expect(seen).toMatchObject([{ custom: 'kept', traceparent: expect.any(String) }])
  expect(events[0]?.body?.request).toMatchObject({ method: 'PUT' })
})

test('nobody who answers in time is code 599, and the time-out is thrown as before', async () => {
  const asking = fetched(`${server.url}/never`, { signal: AbortSignal.timeout(20) })
  await expect(asking).rejects.toMatchObject({ name: 'TimeoutError' })
  expect(bodies()).toMatchObject([
    ['httpclient', { response: { code: 599 }, exception: expect.stringMatching('TimeoutError') }],
  ])
})

test('a server that is not there is an exception with its reason, without a code', async () => {
  const gone = await serving(() => {})
  await gone.close()
  await expect(fetched(gone.url)).rejects.toThrow('fetch failed')
  expect(events[0]?.body?.exception).toMatch(/fetch failed[\s\S]*ECONNREFUSED/)
  expect(events[0]?.body?.response).toBeUndefined()
})

test('what is no address fails as without it', async () => {
  await expect(fetched('nowhere')).rejects.toThrow('Failed to parse URL')
  await expect(fetched('http://ann:secret@127.0.0.1:1/')).rejects.toThrow('credentials')
  expect(JSON.stringify(events)).not.toContain('secret')
})

test('every fetch of the process is recorded until it is stopped', async () => {
  const before = globalThis.fetch
  const stop = recordFetch()
  await fetch(server.url)
  expect(events).toHaveLength(1)
  stop()
  expect(globalThis.fetch).toBe(before)
})
