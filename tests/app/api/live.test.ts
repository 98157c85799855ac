import { afterAll, beforeAll, expect, test } from 'vitest'
import { collectChanges } from '#app/_server/changes.ts'
import { liveEvents } from '#app/_server/live.ts'
import { api, send, TOKEN } from '#tests/app/api/client.ts'
import { freshDatabase } from '#tests/database.ts'
import { until } from '#tests/until.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.close())

const listeners = async () => {
  const { rows } = await database.pool.query<{ count: number }>(
    `select count(*)::int from pg_stat_activity
     where application_name = 'belfry listen' and datname = current_database()`,
  )
  return rows[0]?.count
}

/** Reads events until one fits. */
async function readUntil(reader: ReadableStreamDefaultReader<Uint8Array>, text: string) {
  let seen = ''
  while (!seen.includes(text)) {
    const { done, value } = await reader.read()
    if (done) throw new Error(`the stream ended after ${seen}`)
    seen += new TextDecoder().decode(value)
  }
  return seen
}

async function follow(signal?: AbortSignal) {
  const headers = { authorization: `Bearer ${TOKEN}` }
  const response = await send('/api/live', { headers, ...(signal && { signal }) })
  expect(response.headers.get('content-type')).toContain('text/event-stream')
  return (response.body as ReadableStream<Uint8Array>).getReader()
}

test('changes are told as they happen, over one connection for all, which is closed after the last', async () => {
  const [one, two] = [await follow(), await follow()]
  await readUntil(one, 'event: runs\ndata: null')
  await readUntil(two, 'event: runs\ndata: null')
  expect(await listeners()).toBe(1)

  const { body } = await api('POST', '/api/monitors', {
    ...{ name: 'Seen', script: 'return 1', schedule: '0 0 29 2 *' },
  })
  for (const reader of [one, two]) {
    const seen = await readUntil(reader, `event: runs\ndata: [${body.id}]\n\n`)
    expect(seen).toContain(`event: config\ndata: ["monitor:${body.id}"]\n\n`)
  }

  await one.cancel()
  await two.cancel()
  await until(async () => (await listeners()) === 0)
})

test('a source is told without its key, which may be limited to groups', async () => {
  const reader = await follow()
  await readUntil(reader, 'event: config\ndata: null')
  await api('POST', '/api/sources', { key: 'vault', type: 'http', config: {} })
  expect(await readUntil(reader, 'event: config\ndata: ["source')).toMatch(/\["source"\]\n\n$/)
  await reader.cancel()
})

test('a reader that leaves frees its place at once', async () => {
  const leaving = new AbortController()
  const reader = await follow(leaving.signal)
  await readUntil(reader, 'retry:')
  await until(async () => (await listeners()) === 1)
  leaving.abort()
  await until(async () => (await listeners()) === 0)
})

test('a notice that is none of ours is told as a gap', async () => {
  const reader = await follow()
  await readUntil(reader, 'event: deliveries\ndata: null')
  await database.pool.query(`notify belfry_deliveries, '[1, 2'`)
  expect(await readUntil(reader, 'data:')).toContain('event: deliveries\ndata: null\n\n')
  await reader.cancel()
})

test('the stream ends when the reader may not stay any longer', async () => {
  let stays = 2
  const stream = liveEvents('somebody', async () => stays-- > 0, new AbortController().signal, 10)
  const pieces: string[] = []
  for await (const piece of stream) pieces.push(piece)
  expect(pieces[0]).toBe('retry: 2000\n\n')
  expect(pieces).toHaveLength(3)
})

test('of what happens while nobody reads, the ids are kept, not the messages', () => {
  const changes = collectChanges()
  for (let i = 0; i < 50_000; i++) changes.add('runs', [i % 3])
  changes.add('config', ['source:a'])
  expect(changes.take()).toEqual([
    ['runs', [0, 1, 2]],
    ['config', ['source:a']],
  ])
  expect(changes.take()).toEqual([])
})

test('too many ids, or a gap, are told as null', () => {
  const changes = collectChanges()
  changes.add(
    'runs',
    Array.from({ length: 2_000 }, (_, i) => i),
  )
  changes.add('deliveries', null)
  changes.add('deliveries', [1])
  expect(changes.take()).toEqual([
    ['runs', null],
    ['deliveries', null],
  ])
})

test('more readers than there is room for are refused, and more of one person', async () => {
  const left = new AbortController()
  const streams: ReturnType<typeof liveEvents>[] = []
  const open = async (who: string) => {
    const stream = liveEvents(who, async () => true, left.signal)
    await stream.next()
    streams.push(stream)
  }
  for (let i = 0; i < 50; i++) await open('greedy')
  await expect(open('greedy')).rejects.toThrow('Too many pages')
  for (let i = 0; i < 450; i++) await open(`person ${i}`)
  await expect(open('another')).rejects.toThrow('Too many pages')

  left.abort()
  await Promise.all(streams.map(stream => stream.return(undefined)))
  await open('greedy')
  await streams.at(-1)?.return(undefined)
})
