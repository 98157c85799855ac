import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readHealth } from '#lib/health/data.ts'
import { problemsOf } from '#lib/health/status.ts'
import { claimDue } from '#lib/streams/running/claim.ts'
import { freshDatabase } from '#tests/database.ts'
import { saveOrders, shipOrders } from '#tests/lib/streams/running/world.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.close())

test('streams are told like a queue: those that are due, for later, and under way, and how long they wait', async () => {
  expect((await readHealth()).queues).not.toHaveProperty('streams')
  await saveOrders(database.pool)
  await shipOrders(database.pool, 4)
  await claimDue(database.pool, {
    engineId: randomUUID(),
    occasion: 'fire',
    most: 1,
    mostEvents: 1,
  })
  await database.pool.query(`
    update stream set state = 'retry_fire', due_at = now() + interval '1 h'
    where id = (select max(id) from stream where state = 'active')`)
  await database.pool.query(`
    update stream set due_at = now() - interval '90 s' where state = 'active'`)
  const health = await readHealth()
  expect(health.queues.streams).toMatchObject({ due: 2, later: 1, running: 1 })
  expect(problemsOf({ ...health, roles: {} }, health.now)).toEqual([
    expect.stringMatching(/^a stream has been due for \d+ s$/),
  ])
})
