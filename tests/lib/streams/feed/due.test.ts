import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { TriggerInput } from '#lib/streams/definition/schema.ts'
import { postpone } from '#lib/streams/feed/postpone.ts'
import { claimDue } from '#lib/streams/running/claim.ts'
import { freshDatabase } from '#tests/database.ts'
import { ORDERS, saveTrigger, take } from '#tests/lib/streams/feed/world.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.close())
beforeEach(() => database.pool.query('truncate trigger, trigger_generation, event cascade'))

const hourAgo = Date.now() / 1000 - 3600
const paid = (at = hourAgo) => ({ type: 'payment', at, traits: { order: 1 } })
const save = (more: Partial<TriggerInput>) => saveTrigger(database.pool, { ...ORDERS, ...more })

/** Seconds from when an engine looks at the stream to its end. */
async function earlyBy(): Promise<number> {
  const { rows } = await database.pool.query(
    `select extract(epoch from least(fire_at, expire_at) - due_at)::float8 as seconds from stream`,
  )
  return rows[0].seconds
}

test('what puts off the end of a stream leaves the time at which an engine looks; it puts that off when it comes', async () => {
  await save({ expiration: '$last + 2h' })
  await take(database.pool, [paid()])
  await take(database.pool, [paid(hourAgo + 600)])
  expect(await earlyBy()).toBe(600)
  await postpone(database.pool)
  expect(await earlyBy()).toBe(600)

  await database.pool.query(`update stream set due_at = now() - interval '1 second'`)
  await postpone(database.pool)
  expect(await earlyBy()).toBe(0)
})

test('what brings the end forward brings an engine sooner', async () => {
  await save({ fire_criteria: [{ event_type: 'payment', number: 2 }], fire_delay: 60 })
  await take(database.pool, [paid()])
  await take(database.pool, [paid()])
  expect(await earlyBy()).toBe(0)
})

test('a stream that is complete is fired, though its time was over before an engine came', async () => {
  await save({ expiration: '$first + 1s', fire_criteria: [{ event_type: 'payment' }] })
  await take(database.pool, [paid()])
  await postpone(database.pool)
  const claim = (occasion: 'fire' | 'expire') =>
    claimDue(database.pool, { engineId: randomUUID(), occasion, most: 10, mostEvents: 10 })
  expect(await claim('expire')).toEqual([])
  expect(await claim('fire')).toMatchObject([{ trigger: 'orders', occasion: 'fire' }])
})
