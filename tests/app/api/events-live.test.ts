import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { openLiveEvents } from '#app/api/events/live/_stream.ts'
import { hear } from '#lib/db/notices.ts'
import type { OpenEventIntake } from '#lib/events/intake/open.ts'
import { openPublisher, type Publisher } from '#lib/events/live/publish.ts'
import { WATCHES, watchOf } from '#lib/events/live/watch.ts'
import { api, read, send, TOKEN } from '#tests/app/api/client.ts'
import { freshDatabase } from '#tests/database.ts'
import { anEvent, openIntake } from '#tests/lib/events/world.ts'
import { aProject } from '#tests/lib/metrics/world.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
let intake: OpenEventIntake
let publisher: Publisher
let stopHearing: () => void
const open = new Set<{ cancel(): Promise<void> }>()

beforeAll(async () => {
  database = await freshDatabase()
  intake = openIntake(database.pool)
  publisher = openPublisher({ pool: database.pool, events: intake })
  const { promise: isHeard, resolve } = Promise.withResolvers<void>()
  stopHearing = hear([WATCHES], notice => {
    publisher.hear(notice)
    if (notice === null) resolve()
  })
  await isHeard
})
afterEach(async () => {
  for (const reader of open) await reader.cancel()
  open.clear()
})
afterAll(async () => {
  stopHearing()
  await publisher.close()
  await intake.close()
  await database.close()
})

async function follow(query: string, token = TOKEN) {
  const headers = { authorization: `Bearer ${token}` }
  const response = await send(`/api/events/live${query}`, { headers })
  expect(response.headers.get('content-type')).toContain('text/event-stream')
  const reader = (response.body as ReadableStream<Uint8Array>).getReader()
  open.add(reader)
  let seen = ''
  return {
    /** Reads until a text has come, or to the end. */
    async until(text: string): Promise<string> {
      while (!seen.includes(text)) {
        const { done, value } = await reader.read()
        if (done) return `${seen}(ended)`
        seen += new TextDecoder().decode(value)
      }
      return seen
    },
  }
}

test('what is stored after the answer has begun, and matches, is sent', async () => {
  const seen = await follow('?q=type:request*%20status%20%3E%3D%20500&project=default')
  await intake.accept(aProject(), 'http', [
    anEvent({ traits: { status: 200 } }),
    anEvent({ uid: 'bad', traits: { status: 503 } }),
  ])
  const text = await seen.until('event: event')
  expect(text).toContain('retry: 2000\n\n')
  const [, json = ''] = /event: event\ndata: (.*)\n\n/.exec(text) ?? []
  const { items } = (await api('GET', '/api/events?q=uid%20%3D%20bad')).body
  expect(JSON.parse(json)).toEqual(items[0])
})

test('where not all are sent it is told how many there were', async () => {
  const seen = await follow('')
  const batch = Array.from({ length: 2_000 }, () => anEvent())
  await intake.accept(aProject(), 'http', batch)
  const text = await seen.until('event: sampled\ndata: {')
  const [, json = ''] = /event: sampled\ndata: (.*)\n\n/.exec(text) ?? []
  const { shown, matched, unread } = JSON.parse(json)
  expect(matched + unread).toBe(2_000)
  expect(shown).toBeLessThanOrEqual(400)
  expect(text.split('event: event\n').length - 1).toBe(shown)
})

test('a token that is revoked ends its stream at once', async () => {
  const { body: made } = await api('POST', '/api/tokens', { name: 'Tail', role: 'viewer' })
  const seen = await follow('', made.token)
  await seen.until('retry:')
  await api('DELETE', `/api/tokens/${made.id}`)
  expect(await seen.until('never')).toContain('(ended)')
})

test.each([
  ['?q=type%20%3D', 400, 'a value is missing'],
  ['?project=none', 404, 'none'],
  ['?limit=3', 400, 'limit'],
])('%s is refused with %i', async (query, status, message) => {
  const answer = await api('GET', `/api/events/live${query}`)
  expect(answer.status).toBe(status)
  expect(JSON.stringify(answer.body)).toContain(message)
})

test('a token without the right is refused', async () => {
  const { body: made } = await api('POST', '/api/tokens', {
    ...{ name: 'Other', role: 'viewer', scope: ['monitors:read'] },
  })
  const headers = { authorization: `Bearer ${made.token}` }
  expect((await read(await send('/api/events/live', { headers }))).status).toBe(403)
})

test('the stream ends when the reader may not stay any longer, and frees its place', async () => {
  const watch = watchOf({ all: true }, 'type:nothing', undefined)
  for (let i = 0; i < 21; i++) {
    let stays = 2
    const live = await openLiveEvents({
      ...{ who: 'somebody', watch, heartbeatMs: 1, mayStay: async () => stays-- > 0 },
    })
    const pieces: string[] = []
    for await (const piece of live(new AbortController().signal)) pieces.push(piece)
    expect(pieces[0]).toBe('retry: 2000\n\n')
  }
})

test('more readers than one may have are refused', async () => {
  const left = new AbortController()
  const watch = watchOf({ all: true }, 'type:nothing', undefined)
  const another = () => openLiveEvents({ who: 'greedy', watch, mayStay: async () => true })
  const streams = await Promise.all(Array.from({ length: 20 }, another))
  await expect(another()).rejects.toThrow('Too many pages')
  left.abort()
  for (const live of streams) for await (const _ of live(left.signal));
  const [again] = await Promise.all([another()])
  for await (const _ of again(left.signal));
})
