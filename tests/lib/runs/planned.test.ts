import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { planSchedule } from '#lib/runs/planned.ts'
import { freshDatabase } from '#tests/database.ts'
import { newMonitor, statuses } from '#tests/lib/runs/world.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
beforeAll(async () => {
  database = await freshDatabase()
})
beforeEach(() =>
  database.pool.query('truncate monitor cascade; delete from graphile_worker._private_jobs'),
)
afterAll(() => database.close())

const minutely = { expression: '* * * * *', zone: 'UTC' }
const noon = new Date('2026-01-01T12:00:00Z')
const plan = (at = noon) => planSchedule(database.pool, minutely, at)

async function queuedIds(): Promise<string[]> {
  const { rows } = await database.pool.query<{ ids: string[] }>(
    `select payload->'runIds' as ids from graphile_worker._private_jobs order by id`,
  )
  return rows.flatMap(({ ids }) => ids)
}

test('plans and queues one run for each active monitor of the schedule', async () => {
  const monitor = await newMonitor(database.db)
  await newMonitor(database.db, { active: false })
  await newMonitor(database.db, { schedule: '0 * * * *' })
  await newMonitor(database.db, { timezone: 'Europe/Berlin' })

  expect(await plan()).toBe(1)
  const run = await database.db.run.findFirstOrThrow()
  expect(run).toMatchObject({ monitorId: monitor.id, plannedAt: noon, status: 'queued' })
  expect(await queuedIds()).toEqual([String(run.id)])
})

test('schedulers that plan the same time at once plan it once', async () => {
  for (let i = 0; i < 200; i++) await newMonitor(database.db)
  const planned = await Promise.all([plan(), plan(), plan(), plan()])

  expect(planned.reduce((sum, n) => sum + n)).toBe(200)
  expect(await database.db.run.count()).toBe(200)
  expect(new Set(await queuedIds()).size).toBe(200)
  expect(await queuedIds()).toHaveLength(200)
})

test('a time before the schedule was made is not planned', async () => {
  await newMonitor(database.db, { scheduledFrom: new Date('2026-01-01T12:00:01Z') })
  expect(await plan()).toBe(0)
})

test('a monitor that is being saved holds up no other', async () => {
  const saved = await newMonitor(database.db)
  await newMonitor(database.db)
  const editor = await database.pool.connect()
  await editor.query('begin')
  await editor.query('select from monitor where id = $1 for update', [saved.id])
  try {
    expect(await plan()).toBe(1)
  } finally {
    await editor.query('rollback')
    editor.release()
  }
})

describe('overlap', () => {
  const goes = (monitorId: number) =>
    database.db.run.create({
      data: { monitorId, plannedAt: new Date('2026-01-01T11:59:00Z'), status: 'running' },
    })

  test('a run that is due while the last one goes is skipped, and says so', async () => {
    const { id } = await newMonitor(database.db)
    await goes(id)
    await plan()
    expect(await database.db.run.findFirst({ where: { plannedAt: noon } })).toMatchObject({
      status: 'skipped',
      message: 'The run before it was still going.',
    })
    expect(await queuedIds()).toEqual([])
  })

  test('with the policy queue one waits, and only one', async () => {
    const { id } = await newMonitor(database.db, { policy: { overlap: 'queue' } })
    await goes(id)
    await plan()
    await plan(new Date('2026-01-01T12:01:00Z'))
    expect(await statuses(database.db, id)).toEqual(['running', 'queued', 'skipped'])
  })
})
