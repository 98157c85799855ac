import { afterAll, beforeAll, expect, test } from 'vitest'
import { lastArrival } from '#lib/events/last/arrival.ts'
import { readLastEvents } from '#lib/events/last/data.ts'
import { freshDatabase } from '#tests/database.ts'
import { anEvent, openIntake } from '#tests/lib/events/world.ts'
import { aProject } from '#tests/lib/metrics/world.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.close())

test('before anything came there is nothing', async () => {
  expect(await readLastEvents()).toEqual({ last: null, lag: null, types: {}, hosts: {} })
})

test('it is known when events came, how late, of which types and from which hosts', async () => {
  const intake = openIntake(database.pool)
  const arrival = lastArrival(intake)
  expect(arrival()).toBeNull()
  const now = Date.now() / 1000
  const end = Math.floor(now) - 60
  await intake.accept(aProject(), 'http', [
    anEvent({ type: 'job', host: 'a', at: end - 30 }),
    anEvent({ type: 'request', host: 'b', at: end }),
  ])
  await intake.close()
  const last = arrival()
  expect(last?.at).toBeGreaterThanOrEqual(now)
  expect(last?.lagSeconds).toBeGreaterThanOrEqual(60)

  await database.pool.query(
    `insert into beat (id, role, host, pid, info) values (gen_random_uuid(), 'intake', 'h', 1, $1), (gen_random_uuid(), 'web', 'h', 2, '{"lastEvent": null}')`,
    [JSON.stringify({ lastEvent: last })],
  )
  const read = await readLastEvents()
  expect(read.last).toBeGreaterThanOrEqual(last?.at ?? Number.POSITIVE_INFINITY)
  expect(read.lag).toBe(last?.lagSeconds)
  expect(read.types).toEqual({ job: { last: end - 30 }, request: { last: end } })
  expect(Object.keys(read.hosts).sort()).toEqual(['a', 'b'])
})
