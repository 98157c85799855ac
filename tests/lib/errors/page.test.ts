import { afterAll, beforeAll, expect, test } from 'vitest'
import { everything } from '#lib/access/reach.ts'
import { signaturePage } from '#lib/errors/data.ts'
import { openStore, type Store } from '#tests/lib/errors/store.ts'

const SIZE = 2
const MESSAGES = ['the disk is full', 'a letter came back', 'nobody is at home']

let store: Store
beforeAll(async () => {
  store = await openStore()
  // The first once, the last three times.
  const events = MESSAGES.flatMap((message, i) =>
    Array.from({ length: i + 1 }, () => ({ message })),
  )
  await store.send(...events)
  await store.pool.query(`update signature set state = 'resolved' where template = $1`, [
    MESSAGES[0],
  ])
})
afterAll(() => store.close())

test.each([
  ['the first page', undefined, {}, 1, [MESSAGES[2], MESSAGES[1]]],
  ['the last page', '2', {}, 2, [MESSAGES[0]]],
  ['a page after the last is the last', '9', {}, 2, [MESSAGES[0]]],
  ['of one state', '1', { state: 'resolved' }, 1, [MESSAGES[0]]],
  ['of a state that none is in', '3', { state: 'muted' }, 1, []],
  ['the other way round', '1', { order: 'asc' }, 1, [MESSAGES[0], MESSAGES[1]]],
] as const)('%s has its rows, and the totals of all', async (_, asked, list, page, expected) => {
  const range = { from: new Date(Date.now() - 3_600_000), to: new Date(Date.now() + 60_000) }
  const found = await signaturePage({ reach: everything, range, ...list }, asked, SIZE)
  expect(found.items.map(({ template }) => template)).toEqual(expected)
  expect(found.page.page).toBe(page)
  expect(found.counts).toMatchObject({ open: 2, resolved: 1, muted: 0 })
})
