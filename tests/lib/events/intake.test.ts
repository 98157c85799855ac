import { afterAll, beforeAll, expect, test } from 'vitest'
import type { OpenEventIntake } from '#lib/events/intake/open.ts'
import { freshDatabase } from '#tests/database.ts'
import { anEvent, openIntake } from '#tests/lib/events/world.ts'
import { aProject } from '#tests/lib/metrics/world.ts'
import { until } from '#tests/until.ts'

const project = aProject({})
let database: Awaited<ReturnType<typeof freshDatabase>>
let intake: OpenEventIntake

beforeAll(async () => {
  database = await freshDatabase()
  intake = openIntake(database.pool)
})
afterAll(async () => {
  await intake.close()
  await database.close()
})

const accept = (...types: string[]) =>
  intake.accept(
    project,
    'http',
    types.map(type => anEvent({ type, id: type })),
  )

test('what comes while a batch is held up is written beside it', async () => {
  await accept('slow', 'fast')
  const client = await database.pool.connect()
  await client.query('begin')
  await client.query(
    `insert into event_type (project_id, name, first_seen, last_seen) values (1, 'held', now(), now())`,
  )
  const held = accept('held')
  await until(async () => {
    const { rowCount } = await database.pool.query(
      `select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
    )
    return rowCount
  })
  expect(await accept('fast')).toEqual(['accepted'])
  await client.query('rollback')
  client.release()
  expect(await held).toEqual(['accepted'])
})

test('the same event in two batches at once is stored once', async () => {
  const twice = anEvent({ uid: 'the same', type: 'twice' })
  const outcomes = await Promise.all(
    Array.from({ length: 20 }, async (_, i) => {
      await new Promise(resolve => setTimeout(resolve, i))
      return intake.accept(project, 'http', [anEvent({ uid: `other ${i}` }), twice])
    }),
  )
  expect(outcomes.flat().filter(outcome => outcome === 'duplicate')).toHaveLength(19)
  const { rowCount } = await database.pool.query(`select from event where uid = 'the same'`)
  expect(rowCount).toBe(1)
})

test('what is ahead by the clock of a machine on its way counts as it comes in; what its sender says is ahead does not', async () => {
  const at = Date.now() / 1000 + 2 * 3_600
  const event = anEvent({ uid: 'of a fast relay', at, seconds: 3, isTimed: false })
  expect(await intake.accept(project, 'http', [event])).toEqual(['accepted'])
  expect(await intake.accept(project, 'http', [event])).toEqual(['duplicate'])
  expect(await intake.accept(project, 'http', [anEvent({ at })])).toEqual(['out_of_window'])

  const { rows } = await database.pool.query(
    `select at <= now() as "isNow", seconds from event where uid = 'of a fast relay'`,
  )
  expect(rows).toEqual([{ isNow: true, seconds: 3 }])
})
