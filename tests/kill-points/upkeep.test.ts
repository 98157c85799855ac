import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openPlace } from '#lib/events/archive/place.ts'
import { cleanUpEvents } from '#lib/events/clean-up.ts'
import { setEventRetention } from '#lib/events/retention/mutations.ts'
import { cleanUp } from '#lib/runs/clean-up.ts'
import { reconcile } from '#lib/runs/reconcile.ts'
import { byAda } from '#tests/actor.ts'
import { freshDatabase } from '#tests/database.ts'
import { newFolder } from '#tests/flows/product.ts'
import { startBucket } from '#tests/kill-points/bucket.ts'
import { letLeasesEnd } from '#tests/kill-points/leases.ts'
import type { Point } from '#tests/kill-points/point.ts'
import { killWorkerAt } from '#tests/kill-points/worker.ts'
import { readArchive } from '#tests/lib/events/archive/world.ts'
import { anEvent, openIntake } from '#tests/lib/events/world.ts'
import { aProject } from '#tests/lib/metrics/world.ts'
import { newMonitor } from '#tests/lib/runs/world.ts'

const DAY = 86_400
let database: Awaited<ReturnType<typeof freshDatabase>>
let bucket: Awaited<ReturnType<typeof startBucket>>
beforeAll(async () => {
  bucket = await startBucket()
  database = await freshDatabase()
  await setEventRetention({ days: 2 }, byAda.actor)
})
afterAll(async () => {
  await bucket?.close()
  await database?.close()
})

async function killAt(point: Point, ...args: (string | undefined)[]) {
  const given = args.flatMap(one => one ?? [])
  await killWorkerAt(database.url, point, ...given)
  await letLeasesEnd(database.pool)
}

describe('a process that is killed', () => {
  const UIDS = ['a', 'b', 'c']
  const READ = { says: 'as place, extract' }
  const CLOSE = { says: 'detach partition' }
  const DROP = { says: 'drop table' }
  const NAME = { door: 'disk', says: 'rename' } as const
  test.each<[string, Point]>([
    ['while its files are written', { moment: 'after', ...READ }],
    ['before a file has its name', { moment: 'before', ...NAME }],
    ['after a file has its name', { moment: 'after', ...NAME }],
    ['before it is closed', { moment: 'before', ...CLOSE }],
    ['after it is closed', { moment: 'after', ...CLOSE }],
    ['before it is dropped', { moment: 'before', ...DROP }],
    ['after it is dropped', { moment: 'after', ...DROP }],
  ])('%s, a day that is moved is in the archive, whole', async (_, point) => {
    const folder = newFolder()
    await expectMoved(point, folder)
  })

  const PUT = { door: 'network', says: 'PUT /events/' } as const
  test.each<[string, Point]>([
    ['before a file is put into the bucket', { moment: 'before', ...PUT }],
    ['after a file is put into the bucket', { moment: 'after', ...PUT }],
    ['before it is dropped', { moment: 'before', ...DROP }],
  ])('%s, a day that is moved is in the bucket, whole', async (_, point) => {
    await expectMoved(point, `s3://events/${randomUUID()}`, bucket.endpoint)
  })

  /** A day of events; a process is killed that moves it to an address, and another one goes on. */
  async function expectMoved(point: Point, ...address: [string, string?]) {
    const at = Math.floor(Date.now() / 1000 / DAY - 4) * DAY
    const intake = openIntake(database.pool)
    await intake.accept(
      aProject(),
      'http',
      UIDS.map((uid, i) => anEvent({ at: at + i, uid })),
    )
    await intake.close()
    await killAt(point, 'events', ...address)

    const place = openPlace(...address)
    await cleanUpEvents(database.pool, new Date(), { archive: { place, hours: null } })
    expect(await readArchive(place)).toMatchObject({ uids: UIDS, said: [] })
    place.close()
    const { rows } = await database.pool.query(
      `select relname from pg_class where relkind = 'r' and relname ~ '^event_[0-9]{8}$'`,
    )
    expect(rows).toEqual([])
  }

  test.each(['before', 'after'] as const)(
    '%s old runs are deleted, no planned time counts as missed',
    async moment => {
      const now = new Date()
      const ago = (days: number) => new Date(now.getTime() - days * DAY * 1000)
      const { id } = await newMonitor(database.db, {
        ...{ retainDays: 1, schedule: '0 0 1 1 *', scheduledFrom: ago(900) },
      })
      await database.pool.query(
        `insert into run (monitor_id, planned_at, status) values ($1, $2, 'done'), ($1, $3, 'done')`,
        [id, ago(3), ago(2)],
      )
      await killAt({ moment, writes: ['run'] }, 'runs')

      await cleanUp(database.pool, now, new AbortController().signal)
      const left = await database.pool.query('select from run where monitor_id = $1', [id])
      expect(left.rows).toEqual([])
      expect(await reconcile(database.pool, now)).toEqual({ queued: 0, noted: 0 })
    },
  )
})
