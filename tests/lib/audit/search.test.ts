import { afterAll, beforeAll, expect, test } from 'vitest'
import { listChanges } from '#lib/audit/data.ts'
import { namesInTrail } from '#lib/audit/people/data.ts'
import { freshDatabase } from '#tests/database.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
beforeAll(async () => {
  database = await freshDatabase()
  // As many as a page looks through, and some more, on top of the one that is looked for.
  await database.pool.query(`
    insert into audit (at, person, action, subject, subject_id, name)
    select now() - interval '1 day' + g * interval '1 second',
      case when g % 2 = 0 then 'bob' else 'cy' end, 'run', 'monitor', '1',
      case when g = 0 then 'A needle' else 'hay' end
    from generate_series(0, 50010) g`)
})
afterAll(() => database.close())

test('a search says that it goes on, and finds what is far back on a later page', async () => {
  const first = await listChanges({ q: 'needle', limit: 10 })
  expect(first).toMatchObject({ items: [], reached: expect.any(Date) })
  const second = await listChanges({ q: 'needle', limit: 10, cursor: first.next ?? '' })
  expect(second).toMatchObject({ items: [{ id: 1, name: 'A needle' }], next: null, reached: null })
})

test('with a person it gets there on its first page', async () => {
  const { items, next } = await listChanges({ q: 'needle', person: 'bob', limit: 10 })
  expect([items.length, next]).toEqual([1, null])
})

test('where an entry was that the clean-up has taken, nothing older is found', async () => {
  expect(await listChanges({ limit: 10, cursor: '60000' })).toMatchObject({ items: [], next: null })
})

test('who stands in the trail is told once each, in order', async () => {
  expect(await namesInTrail()).toEqual(['bob', 'cy'])
})
