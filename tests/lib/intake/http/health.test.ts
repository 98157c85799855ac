import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { freshDatabase } from '#tests/database.ts'
import { ask, openServer } from '#tests/lib/intake/http/world.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
let server: Awaited<ReturnType<typeof openServer>>
const stopping = new AbortController()
let isAway = false
beforeAll(async () => {
  database = await freshDatabase()
  const { signal } = stopping
  server = await openServer(database.pool, { stopping: signal, isAway: () => isAway })
})
afterEach(() => {
  isAway = false
})
afterAll(async () => {
  await server.close()
  await database.close()
})

const health = () => ask(`${server.url}/api/health`, { method: 'GET' })

test('a balancer is told that all is well, without a key', async () => {
  expect(await health()).toMatchObject({ status: 200, body: { status: 'ok' } })
})

test('nobody is sent here while nothing can be stored', async () => {
  isAway = true
  expect(await health()).toMatchObject({ status: 503, body: { status: 'degraded' } })
})

test('once it is to stop balancers are told no, and who still sends is answered and connects anew the next time', async () => {
  stopping.abort()
  expect(await health()).toMatchObject({ status: 503, body: { status: 'degraded' } })
  const { status, headers } = await server.post('/errors', '{"message":"still taken"}', {
    authorization: 'Bearer public',
  })
  expect([status, headers.connection]).toEqual([200, 'close'])
})
