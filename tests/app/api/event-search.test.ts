import { afterAll, beforeAll, expect, test } from 'vitest'
import { asking } from '#tests/app/api/asking.ts'
import { api } from '#tests/app/api/client.ts'
import { freshDatabase } from '#tests/database.ts'
import { anEvent, openIntake } from '#tests/lib/events/world.ts'
import { aProject } from '#tests/lib/metrics/world.ts'
import { makeGroups, makeToken } from '#tests/people.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>

beforeAll(async () => {
  database = await freshDatabase()
  await makeGroups('few')
  const { body } = await api('POST', '/api/projects', { name: 'hidden', groups: ['few'] })
  const intake = openIntake(database.pool)
  const at = Date.now() / 1000 - 60
  await intake.accept(
    aProject(),
    'http',
    Array.from({ length: 4 }, (_, i) =>
      anEvent({
        ...{ uid: `u${i}`, at, seconds: i },
        traits: { user: i === 0 ? 'ann' : 'bob', n: i },
      }),
    ),
  )
  await intake.accept({ ...aProject(), id: body.id, name: 'hidden' }, 'http', [
    anEvent({
      ...{ uid: 'h', at, type: 'secret', host: 'vault' },
      traits: { user: 'cy', word: 1 },
    }),
  ])
  await intake.close()
})
afterAll(() => database.close())

test('counts over time, values and numbers are answered', async () => {
  const histogram = await api('GET', '/api/events/histogram?q=type:request&slice=7200&by=user')
  expect(histogram.body).toMatchObject({ sliceSeconds: 7200, share: 1 })
  expect(sumsOf(histogram.body.lines)).toEqual([
    ['bob', 3],
    ['ann', 1],
  ])

  const facets = await api('GET', '/api/events/facets?keys=user,host&most=1')
  expect(facets.body.count).toBe(5)
  expect(facets.body.facets[0]).toEqual({
    key: 'user',
    values: [{ value: 'bob', count: 3 }],
    others: 2,
    without: 0,
  })

  const numbers = await api(
    'GET',
    '/api/events/aggregate?q=type:request&by=user&measures=max(n),count',
  )
  expect(numbers.body).toMatchObject({
    columns: ['max(n)', 'count'],
    rows: [
      { value: 'bob', numbers: [3, 3] },
      { value: 'ann', numbers: [0, 1] },
    ],
  })
})

test('a query is completed with keys, and with values of a key', async () => {
  const keys = await api('GET', '/api/events/completions?letters=us')
  expect(keys.body.items).toEqual([{ text: 'user', about: 'text' }])
  const values = await api('GET', '/api/events/completions?key=user&letters=b')
  expect(values.body.items).toEqual([{ text: 'bob', about: '3' }])
})

test('all that fit are had as a file', async () => {
  const csv = await api('GET', '/api/events.csv?q=user%20%3D%20bob&columns=n')
  expect(csv.headers.get('content-disposition')).toContain('events.csv')
  const lines = String(csv.body).trim().split('\r\n')
  expect(lines).toHaveLength(4)
  expect(lines[0]).toBe('at,start,duration,project,type,host,pid,id,uid,n,traits')
})

test('who does not reach a project sees nothing of its events, in no number and no completion', async () => {
  const { headers } = await makeToken({ role: 'viewer', groups: ['others'] })
  const ask = asking(headers)
  const facets = await ask('GET', '/api/events/facets?keys=type,host,user')
  expect(facets.body.count).toBe(4)
  const answers = await Promise.all(
    [
      '/api/events/facets?keys=type,host,user',
      '/api/events/histogram?by=type',
      '/api/events/aggregate?by=type',
      '/api/events/completions',
      '/api/events/completions?key=type',
      '/api/events/completions?key=host',
      '/api/events/completions?key=user',
      '/api/events?q=type%20%3D%20secret',
    ].map(path => ask('GET', path)),
  )
  for (const { status, body } of answers) {
    expect(status).toBe(200)
    expect(JSON.stringify(body)).not.toMatch(/secret|vault|cy|word/)
  }
  const named = await ask('GET', '/api/events/facets?project=hidden')
  expect(named.status).toBe(404)
})

test.each([
  ['/api/events/histogram?slice=0.001', 'slices'],
  ['/api/events/histogram?by=a..b', 'a..b'],
  ['/api/events/facets?q=type%20%3D', 'a value is missing'],
  ['/api/events/aggregate?measures=median(n)', 'median(n)'],
  ['/api/events/aggregate?by=user&most=1000', 'most'],
])('%s is refused and says %s', async (path, words) => {
  const { status, body } = await api('GET', path)
  expect(status).toBe(400)
  expect(JSON.stringify(body.error)).toContain(words)
})

const sumsOf = (lines: { value: unknown; counts: number[] }[]) =>
  lines.map(({ value, counts }) => [value, counts.reduce((sum, count) => sum + count, 0)])
