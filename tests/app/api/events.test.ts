import { afterAll, beforeAll, expect, test } from 'vitest'
import { api } from '#tests/app/api/client.ts'
import { freshDatabase } from '#tests/database.ts'
import { anEvent, openIntake } from '#tests/lib/events/world.ts'
import { aProject } from '#tests/lib/metrics/world.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
const now = Date.now() / 1000

beforeAll(async () => {
  database = await freshDatabase()
  const intake = openIntake(database.pool)
  await intake.accept(aProject(), 'http', [
    ...Array.from({ length: 25 }, (_, i) => anEvent({ at: now - i, id: `t${i}`, uid: `u${i}` })),
    anEvent({
      type: 'request.sql',
      id: 't0',
      uid: 's',
      at: now - 0.5,
      seconds: 2,
      traits: { n: 1 },
    }),
    anEvent({ at: now - 7_200, id: 'old', uid: 'old' }),
  ])
  await intake.close()
})
afterAll(() => database.close())

test('events are paged, those that ended last first, without gaps or repeats', async () => {
  const uids: string[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const query: string = `type:request&limit=10${cursor && `&cursor=${encodeURIComponent(cursor)}`}`
    const { status, body } = await api('GET', `/api/events?q=${query}`)
    expect(status).toBe(200)
    uids.push(...body.items.map(({ uid }: { uid: string }) => uid))
    cursor = body.next
  }
  expect(uids).toEqual(Array.from({ length: 25 }, (_, i) => `u${i}`))
})

test('a range is asked for by its ends', async () => {
  const { body } = await api('GET', '/api/events?from=-3h&to=-1h')
  expect(body.items.map(({ uid }: { uid: string }) => uid)).toEqual(['old'])
})

test('a tree has its events by their beginning', async () => {
  const { body } = await api('GET', '/api/events/t0')
  expect(body.items).toMatchObject([
    { uid: 's', type: 'request.sql', duration: 2, project: 'default', traits: { n: 1 } },
    { uid: 'u0', type: 'request', host: 'web1', pid: 1 },
  ])
})

test.each([
  ['/api/events?q=type%20%3D', 400, 'a value is missing'],
  ['/api/events?from=tomorrow', 400, 'from'],
  ['/api/events?from=-1h&to=-2h', 400, 'wrong way round'],
  ['/api/events?cursor=nonsense', 400, 'cursor'],
  ['/api/events?project=none', 404, 'none'],
  ['/api/events/unknown', 404, 'unknown'],
])('%s is answered %i', async (path, status, message) => {
  const answer = await api('GET', path)
  expect(answer.status).toBe(status)
  expect(JSON.stringify(answer.body.error)).toContain(message)
})
