import { setTimeout as pause } from 'node:timers/promises'
import type { PoolClient } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createProject, deleteProject } from '#lib/projects/mutations.ts'
import { byAda } from '#tests/actor.ts'
import { freshDatabase } from '#tests/database.ts'
import * as errors from '#tests/lib/errors/intake/world.ts'
import { anEvent, openIntake } from '#tests/lib/events/world.ts'
import { ORDERS, saveTrigger } from '#tests/lib/streams/feed/world.ts'
import { until } from '#tests/until.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.close())

/** How many wait for a lock of another. */
const waiting = (count: number) =>
  until(async () => {
    const { rowCount } = await database.pool.query(
      `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    )
    return rowCount === count
  })

/** Holds a lock until `release` is called: what a third one does at the wrong moment. */
async function holding(sql: string, id: number) {
  const client: PoolClient = await database.pool.connect()
  await client.query('begin')
  await client.query(sql, [id])
  return async () => {
    await client.query('commit')
    client.release()
  }
}

const deadlocks = async () => {
  // The server's counts come a moment late.
  await pause(1_500)
  const { rows } = await database.pool.query<{ deadlocks: number }>(
    'select deadlocks::int from pg_stat_database where datname = current_database()',
  )
  return rows[0]?.deadlocks
}

test('a deletion and a batch of events with triggers wait for each other, never in a circle', async () => {
  const { id } = await createProject({ name: 'shop' }, byAda)
  await saveTrigger(database.pool, ORDERS, id)
  const release = await holding(
    'select from trigger_generation where project_id = $1 for update',
    id,
  )
  const deleted = deleteProject(id, byAda)
  await waiting(1)
  const intake = openIntake(database.pool)
  const event = anEvent({ type: 'payment', traits: { order: 1 } })
  const taken = intake.accept(errors.aProject({ id }), 'http', [event])
  await waiting(2)
  await release()
  await Promise.allSettled([deleted, taken])
  await expect(deleted).resolves.toBeUndefined()
  await intake.close()
  expect(await deadlocks()).toBe(0)
})

test('a batch of errors that holds a signature, and a deletion of its project, neither', async () => {
  const { id } = await createProject({ name: 'till' }, byAda)
  const intake = errors.openIntake(database.pool)
  const project = errors.aProject({ id })
  await intake.accept(project, 'http', [errors.anError()])
  const release = await holding('select from signature where project_id = $1 for share', id)
  const taken = intake.accept(project, 'http', [errors.anError()])
  await waiting(1)
  const deleted = deleteProject(id, byAda)
  await waiting(2)
  await release()
  await expect(deleted).resolves.toBeUndefined()
  expect(await taken).toEqual([{ status: 'accepted' }])
  await intake.close()
  expect(await deadlocks()).toBe(0)
})
