import { afterAll, beforeAll, expect, test } from 'vitest'
import { sparklinesOf } from '#lib/errors/sparklines/data.ts'
import { openStore, type Store } from '#tests/lib/errors/store.ts'

const MINUTE = 60_000
const now = Math.floor(Date.now() / MINUTE) * MINUTE

let store: Store
let id: number
beforeAll(async () => {
  store = await openStore()
  await store.send(
    ...Array.from({ length: 60 }, (_, i) => ({
      ...{ message: 'the disk is full', host: 'db-1', at: now - (i + 1) * MINUTE },
    })),
  )
  id = await store.signatureOf('the disk is full')
})
afterAll(() => store.close())

test.each([
  [60, {}],
  [15, {}],
  [15, { host: 'db-1' }],
])('one error a minute, %i minutes long, is an even line: %j', async (minutes, filter) => {
  const range = { from: new Date(now - minutes * MINUTE), to: new Date(now - 1_000) }
  const line = (await sparklinesOf([id], { ...filter, range })).get(id) ?? []
  const counts = line.filter(count => count > 0)
  expect(counts.reduce((sum, count) => sum + count)).toBe(minutes)
  expect(line.length).toBeLessThanOrEqual(48)
  expect(new Set(counts).size).toBe(1)
})
