import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { configure, context, droppedEvents, type Event, flush, set } from '#client/index.ts'
import { until } from '#tests/until.ts'

let server: Server
let dsn: string
let port: number
let taken: Event[]
let requests: { authorization: string | undefined; url: string | undefined; lines: number }[]
let answer: (lines: Event[]) => { status: number; headers?: Record<string, string> }
let complaints: string[]

beforeEach(async () => {
  ;[taken, requests, complaints] = [[], [], []]
  answer = () => ({ status: 200 })
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const body = Buffer.concat(chunks)
    const isPacked = request.headers['content-encoding'] === 'gzip'
    const text = String(isPacked ? gunzipSync(body) : body)
    const lines = text.split('\n').map(line => JSON.parse(line) as Event)
    const { authorization } = request.headers
    requests.push({ authorization, url: request.url, lines: lines.length })
    const { status, headers } = answer(lines)
    if (status === 200) taken.push(...lines.filter(isNew))
    response.writeHead(status, headers).end('{}')
  })
  await listen(0)
  port = (server.address() as { port: number }).port
  dsn = `http://key:secret@127.0.0.1:${port}/shop`
})
afterEach(async () => {
  configure(null)
  await close()
})

/** As the intake, which knows a repeat by its uid. */
const isNew = ({ uid }: Event) => taken.every(event => event.uid !== uid)

const listen = (on: number) =>
  new Promise<void>(resolve => void server.listen(on, '127.0.0.1', resolve))
const close = () =>
  new Promise<void>(resolve => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
const use = (options: object = {}) =>
  configure(dsn, { complain: text => complaints.push(text), ...options })

function record(count: number, from = 0) {
  for (let i = from; i < from + count; i++) context('job', () => set('n', i))
}
const numbers = (events: Event[]) => events.map(({ body }) => body?.n as number)
const upTo = (count: number) => Array.from({ length: count }, (_, i) => i)

test('events go out in batches, in order, with the keys of the project', async () => {
  use()
  record(1_200)
  expect(await flush()).toBe(true)
  expect(numbers(taken)).toEqual(upTo(1_200))
  expect(requests.map(({ lines }) => lines)).toEqual([500, 500, 200])
  const basic = `Basic ${Buffer.from('key:secret').toString('base64')}`
  expect(requests[0]).toMatchObject({ authorization: basic, url: '/events' })
})

test('what is not taken now is sent again, none twice', async () => {
  use()
  const answers = [503, 429, 200].values()
  answer = () => ({ status: answers.next().value ?? 200 })
  record(3)
  await until(async () => (await flush(20)) && taken.length === 3)
  expect(numbers(taken)).toEqual([0, 1, 2])
  expect(complaints.join()).toMatch('cannot send: 503')
})

test('what is refused is dropped and counted, and costs nothing else', async () => {
  use()
  answer = lines => ({ status: lines.length === 2 ? 400 : 200 })
  record(2)
  await flush()
  record(1, 7)
  await flush()
  expect(numbers(taken)).toEqual([7])
  expect(droppedEvents()).toBe(2)
})

test('what is too large together is sent in parts', async () => {
  use()
  answer = lines => ({ status: lines.length > 3 ? 413 : 200 })
  record(10)
  await flush()
  expect(numbers(taken)).toEqual(upTo(10))
})

test('while nobody takes anything, so many are kept and the newest dropped', async () => {
  use({ queueSize: 100 })
  await close()
  record(250)
  expect(await flush(50)).toBe(false)
  expect(droppedEvents()).toBe(150)
  await listen(port)
  await until(async () => (await flush(50)) && taken.length === 100)
  expect(numbers(taken)).toEqual(upTo(100))
})

test('with a spool nothing is lost, in memory or over a restart', async () => {
  const spool = mkdtempSync(join(tmpdir(), 'belfry-spool-'))
  use({ queueSize: 100, spool })
  await close()
  record(250)
  await until(async () => !(await flush(20)) && readdirSync(spool).length > 0)
  await until(() => context('late', () => true) && readdirSync(spool).length > 1)
  configure(null)

  await listen(port)
  use({ spool })
  record(1, 1_000)
  await until(async () => (await flush(50)) && readdirSync(spool).length === 0)
  const sent = numbers(taken.filter(({ type }) => type === 'job'))
  expect(sent.filter(n => n < 200)).toEqual(upTo(200))
  rmSync(spool, { recursive: true })
})

test.each([
  ['nowhere', 'a DSN is an address such as http://PUBLIC_KEY@host:8890/project'],
  ['ftp://key@host', 'a DSN is an address such as http://PUBLIC_KEY@host:8890/project'],
  ['http://host:8890', 'the DSN has no public key before its @'],
])('the DSN %s is refused', (bad, message) => {
  expect(() => configure(bad)).toThrow(message)
})
