import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { dayNameOf } from '#lib/events/archive/names.ts'
import { openPlace, type Place } from '#lib/events/archive/place.ts'
import { cleanUpEvents } from '#lib/events/clean-up.ts'
import type { Event } from '#lib/events/event.ts'
import { setEventRetention } from '#lib/events/retention/mutations.ts'
import { eventTasks } from '#lib/events/tasks.ts'
import { byAda } from '#tests/actor.ts'
import { freshDatabase } from '#tests/database.ts'
import { readArchive, temporaryFolder } from '#tests/lib/events/archive/world.ts'
import { anEvent, openIntake } from '#tests/lib/events/world.ts'
import { aProject } from '#tests/lib/metrics/world.ts'
import { until } from '#tests/until.ts'

const DAY = 86_400
/** Noon four days ago, so that the days of the events are known. */
const OLD = Math.floor(Date.now() / 1000 / DAY - 4) * DAY + DAY / 2
const NAME = dayNameOf(new Date(OLD * 1000))

let database: Awaited<ReturnType<typeof freshDatabase>>
let folder: Awaited<ReturnType<typeof temporaryFolder>>
let place: Place

beforeAll(async () => {
  database = await freshDatabase()
  await setEventRetention({ days: 2 }, byAda.actor)
})
afterAll(() => database.close())

beforeEach(async () => {
  folder = await temporaryFolder()
  place = openPlace(folder.path)
})
afterEach(async () => {
  await database.pool.query('delete from event')
  await folder.remove()
})

async function store(...events: Event[]) {
  const intake = openIntake(database.pool)
  const outcomes = await intake.accept(aProject(), 'http', events)
  await intake.close()
  return outcomes
}

const move = (to: Place = place, hours: number | null = null) =>
  cleanUpEvents(database.pool, new Date(), { archive: { place: to, hours } })

const stored = async () =>
  (await database.pool.query('select uid from event order by uid')).rows.map(({ uid }) => uid)

const filesIn = async (day: string) => (await readdir(join(folder.path, day))).sort()

test('a day that is over for long enough is found in the archive as it was in the store', async () => {
  const traits = { response: { status: 500, size: 1.5 }, user: 'Zoë', tags: ['a', null, true] }
  await store(
    anEvent({ at: OLD + 2.25, seconds: 0.125, uid: 'b', traits, pid: 7, host: 'web1' }),
    anEvent({ at: OLD + 1, uid: 'a', id: 'other', traits: null, pid: null, host: '' }),
    anEvent({ at: OLD, uid: 'c', type: 'request.sql' }),
    anEvent({ uid: 'new' }),
  )
  expect(await move()).toEqual([`event_${NAME}`])
  expect(await stored()).toEqual(['new'])
  expect(await filesIn(NAME)).toEqual([`request-${NAME}.log.gz`, `request.sql-${NAME}.log.gz`])

  const { events, said } = await readArchive(place)
  expect(said).toEqual([])
  expect(events.map(({ uid }) => uid)).toEqual(['a', 'b', 'c'])
  expect(events[1]).toEqual({
    ...{ type: 'request', id: 'tree', uid: 'b', project: 'project 1', host: 'web1', pid: 7 },
    ...{ start: new Date(OLD * 1000 + 2_125), at: new Date(OLD * 1000 + 2_250), duration: 0.125 },
    traits,
  })
  expect(events[0]).toMatchObject({ id: 'other', host: '', pid: null, traits: null })
})

test('what comes late for a day that is in the archive is put beside it', async () => {
  await store(anEvent({ at: OLD, uid: 'b' }))
  await move()
  await store(anEvent({ at: OLD - 1, uid: 'a' }), anEvent({ at: OLD, uid: 'b' }))
  await move()
  expect(await filesIn(NAME)).toEqual([`request-${NAME}-part1.log.gz`, `request-${NAME}.log.gz`])
  expect((await readArchive(place)).uids).toEqual(['a', 'b'])
})

test('a file has as many hours as is said', async () => {
  const hours = [0, 4, 5, 23]
  const midnight = OLD - DAY / 2
  await store(...hours.map(hour => anEvent({ at: midnight + hour * 3_600, uid: `${hour}` })))
  await move(place, 5)
  expect(await filesIn(NAME)).toEqual(
    ['00', '05', '20'].map(hour => `request-${NAME}${hour}.log.gz`),
  )
  expect((await readArchive(place)).uids).toEqual(['0', '4', '5', '23'])
})

test('a day stays in the store while the archive fails, and is then written as it should have been', async () => {
  await store(anEvent({ at: OLD, uid: 'a' }), anEvent({ at: OLD, uid: 'b', type: 'request.sql' }))
  let left = 1
  const failing: Place = {
    ...place,
    write: async (path, chunks) => {
      if (left-- > 0) return place.write(path, chunks)
      throw new Error('no space left')
    },
  }
  await expect(move(failing)).rejects.toThrow('no space left')
  expect(await stored()).toEqual(['a', 'b'])
  // The day is free again once the connection that held it is gone.
  await until(async () => (await store(anEvent({ at: OLD + 1, uid: 'c' }))).includes('accepted'))

  await move()
  expect(await stored()).toEqual([])
  expect(await filesIn(NAME)).toEqual([`request-${NAME}.log.gz`, `request.sql-${NAME}.log.gz`])
  expect((await readArchive(place)).uids.sort()).toEqual(['a', 'b', 'c'])
})

test('what comes while a day is written is in the archive, too, and what comes after that is told so', async () => {
  await store(anEvent({ at: OLD, uid: 'a' }))
  const outcomes: string[] = []
  const slow: Place = {
    ...place,
    async write(path, chunks) {
      const bytes = await place.write(path, chunks)
      const uid = `late ${outcomes.length}`
      outcomes.push(...(await store(anEvent({ at: OLD - 1, uid }))))
      return bytes
    },
  }
  await move(slow)
  expect(outcomes).toEqual(['accepted', 'out_of_window'])
  expect((await readArchive(place)).uids).toEqual(['late 0', 'a'])
})

test('a day that was closed by a process that then died is written before it is dropped', async () => {
  await store(anEvent({ at: OLD, uid: 'a' }))
  await database.pool.query(`alter table event detach partition event_${NAME}`)
  expect(await store(anEvent({ at: OLD }))).toEqual(['out_of_window'])
  expect(await move()).toEqual([`event_${NAME}`])
  expect((await readArchive(place)).uids).toEqual(['a'])
})

/** Moves a day while somebody reads it, and does something as soon as only that is waited for. */
async function moveWhileRead(meanwhile: () => Promise<unknown>) {
  const reader = await database.pool.connect()
  await reader.query('begin')
  await reader.query('select count(*) from event')
  const moving = move().catch((error: Error) => error)
  const closing = `select 1 from pg_inherits where inhparent = 'event'::regclass and inhdetachpending`
  try {
    await until(async () => (await database.pool.query(closing)).rowCount === 1)
    await meanwhile()
  } finally {
    await reader.query('commit')
    reader.release()
  }
  return moving
}

test('senders are not held up by a day that goes while somebody still reads it', async () => {
  await store(anEvent({ at: OLD, uid: 'a' }))
  const moved = await moveWhileRead(async () => {
    await store(anEvent({ uid: 'new' }))
    expect(await stored()).toEqual(['new'])
  })
  expect(moved).toEqual([`event_${NAME}`])
})

test('a day whose closing was cut off is closed the next time, though it is to be kept by then', async () => {
  await store(anEvent({ at: OLD, uid: 'a' }))
  const closing = `from pg_stat_activity
    where datname = current_database() and query like 'alter table event detach%'`
  const cut = await moveWhileRead(async () => {
    await database.pool.query(`select pg_terminate_backend(pid) ${closing}`)
    await until(async () => (await database.pool.query(`select ${closing}`)).rowCount === 0)
  })
  expect(cut).toBeInstanceOf(Error)
  await setEventRetention({ days: 30 }, byAda.actor)
  expect(await move()).toEqual([`event_${NAME}`])
  await setEventRetention({ days: 2 }, byAda.actor)
  expect((await readArchive(place)).uids).toEqual(['a'])
})

test('the engine moves days to where the environment says', async () => {
  await store(anEvent({ at: OLD, uid: 'a' }))
  const archive = { address: folder.path, endpoint: undefined, hours: 12 }
  const { tasks } = eventTasks({
    ...{ pool: database.pool, archive, signal: new AbortController().signal },
  })
  await tasks['clean-up-events']()
  expect(await filesIn(NAME)).toEqual([`request-${NAME}12.log.gz`])
})

test('an engine that ends leaves the day where it is', async () => {
  await store(anEvent({ at: OLD, uid: 'a' }))
  const archive = { place, hours: null }
  const signal = AbortSignal.abort(new Error('the engine ends'))
  const moving = cleanUpEvents(database.pool, new Date(), { archive, signal })
  await expect(moving).rejects.toThrow('the engine ends')
  expect(await stored()).toEqual(['a'])
})

test('only one process at a time moves days', async () => {
  await store(anEvent({ at: OLD, uid: 'a' }))
  const begun = Promise.withResolvers<void>()
  const goOn = Promise.withResolvers<void>()
  const waiting: Place = {
    ...place,
    async write(path, chunks) {
      begun.resolve()
      await goOn.promise
      return place.write(path, chunks)
    },
  }
  const first = move(waiting)
  await begun.promise
  expect(await move()).toEqual([])
  goOn.resolve()
  expect(await first).toHaveLength(1)
})

test('days leave the archive when they were there for long enough', async () => {
  await store(anEvent({ at: OLD, uid: 'a' }))
  await move()
  await setEventRetention({ archiveDays: 4 }, byAda.actor)
  await move()
  expect(await place.days()).toEqual([NAME])
  await setEventRetention({ archiveDays: 3 }, byAda.actor)
  await move()
  expect(await place.days()).toEqual([])
  await setEventRetention({ archiveDays: null }, byAda.actor)
})
