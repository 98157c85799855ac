import { afterAll, beforeAll, expect, test } from 'vitest'
import { everything } from '#lib/access/reach.ts'
import { questionOf } from '#lib/events/data.ts'
import { lastOf } from '#lib/events/silence/data.ts'
import { freshDatabase } from '#tests/database.ts'
import { anEvent, openIntake } from '#tests/lib/events/world.ts'
import { aProject } from '#tests/lib/metrics/world.ts'
import { makeGroups } from '#tests/people.ts'

const now = Math.floor(Date.now() / 1000)
const HOUR = 3_600

let database: Awaited<ReturnType<typeof freshDatabase>>
beforeAll(async () => {
  database = await freshDatabase()
  const settings = { events: { futureMinutes: 600 } }
  const { id } = await database.db.project.create({ data: { name: 'ahead', settings } })
  const intake = openIntake(database.pool)
  await intake.accept(aProject(), 'http', [
    anEvent({ type: 'backup.full', host: 'store1', at: now - 5 * HOUR }),
    anEvent({ type: 'backup.part', host: 'store1', at: now - 3 * HOUR }),
    anEvent({ type: 'backup.full', host: 'store2', at: now - HOUR }),
  ])
  await intake.accept({ ...aProject({ settings }), id }, 'http', [
    anEvent({ type: 'clock', host: 'fast', at: now + 9 * HOUR }),
  ])
  await intake.close()
  // As if nothing had come since then.
  await database.pool.query(
    `update event_host set last_seen = last_seen - interval '3 hours' where name = 'store1'`,
  )
})
afterAll(() => database.close())

test.each([
  [{ type: 'backup.full' }, -1],
  [{ type: 'backup.full', host: 'store1' }, -5],
  [{ type: 'backup.*', host: 'store1' }, -3],
  [{ type: 'backup.part', host: 'store2' }, null],
  [{ type: 'clock' }, 9],
  [{ type: 'clock', host: 'fast' }, 9],
  [{ type: 'nothing' }, null],
  [{ type: 'backup.full', host: 'nowhere' }, null],
])('the last one of %j ended %s hours from now', async (sender, hours) => {
  const range = { from: new Date((now - 24 * HOUR) * 1000), to: new Date((now + 24 * HOUR) * 1000) }
  const last = await lastOf(await questionOf(everything, range), sender)
  expect(last).toEqual(hours === null ? null : new Date((now + hours * HOUR) * 1000))
})

test('what is not reached has never been', async () => {
  await makeGroups('shop')
  await database.db.project.update({ where: { name: 'ahead' }, data: { groups: ['shop'] } })
  const nobody = await questionOf({ all: false, groups: [] }, {})
  expect(await lastOf({ ...nobody, to: new Date('2100-01-01') }, { type: 'clock' })).toBeNull()
})
