import { afterAll, beforeAll, expect, test } from 'vitest'
import { cleanUpEvents } from '#lib/events/clean-up.ts'
import { setEventRetention } from '#lib/events/retention/mutations.ts'
import { byAda } from '#tests/actor.ts'
import { freshDatabase } from '#tests/database.ts'
import { anEvent, openIntake } from '#tests/lib/events/world.ts'
import { aProject } from '#tests/lib/metrics/world.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.close())

const DAY = 86_400

test('days go as a whole when they were kept for long enough, and may come again', async () => {
  const now = Date.now() / 1000
  const project = aProject({ settings: { events: { pastDays: 20 } } })
  const intake = openIntake(database.pool)
  const at = (days: number) => anEvent({ at: now - days * DAY, uid: `${days}` })
  const kept = async () =>
    (await database.pool.query('select uid from event order by at desc')).rows.map(({ uid }) => uid)

  await intake.accept(project, 'http', [0, 1, 2, 3, 10].map(at))
  await setEventRetention({ days: 2 }, byAda.actor)
  expect(await cleanUpEvents(database.pool, new Date())).toHaveLength(2)
  expect(await kept()).toEqual(['0', '1', '2'])
  expect(await cleanUpEvents(database.pool, new Date())).toEqual([])

  expect(await intake.accept(project, 'http', [at(10)])).toEqual(['accepted'])
  expect(await kept()).toEqual(['0', '1', '2', '10'])
  await intake.close()
})
