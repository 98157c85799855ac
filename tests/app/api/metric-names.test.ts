import { afterAll, beforeAll, expect, test } from 'vitest'
import { api } from '#tests/app/api/client.ts'
import { freshDatabase } from '#tests/database.ts'
import { anUpdate, aProject, openIntake } from '#tests/lib/metrics/world.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
beforeAll(async () => {
  database = await freshDatabase()
  const intake = openIntake(database.pool)
  const names = ['shop.orders', 'shop.visits', 'host.load']
  await intake.accept(
    aProject(),
    'http',
    names.map(name => anUpdate({ name })),
  )
  await intake.close()
})
afterAll(() => database.close())

const names = async (query: string) => {
  const { body } = await api('GET', `/api/metrics/names${query}`)
  return [body.items.map(({ name }: { name: string }) => name), body.next]
}

test('metrics are listed by name, and searched', async () => {
  expect(await names('')).toEqual([['host.load', 'shop.orders', 'shop.visits'], null])
  expect(await names('?project=1&q=VIS%20shop')).toEqual([['shop.visits'], null])
})

test('pages of them follow each other', async () => {
  const [first, next] = await names('?limit=2')
  expect(first).toEqual(['host.load', 'shop.orders'])
  expect(await names(`?limit=2&cursor=${next}`)).toEqual([['shop.visits'], null])
})

test.each([
  ['?limit=0', 400, 'limit'],
  ['?limit=10001', 400, 'limit'],
  ['?limit=many', 400, 'limit'],
])('%s is refused with its field', async (query, status, field) => {
  const answer = await api('GET', `/api/metrics/names${query}`)
  expect([answer.status, Object.keys(answer.body.error.fields)]).toEqual([status, [field]])
})

test('a cursor that is none, and a project that is not there, cost nothing', async () => {
  expect((await names('?cursor=zz'))[1]).toBeNull()
  expect((await api('GET', '/api/metrics/names?project=nowhere')).status).toBe(404)
})
