import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Reach } from '#lib/access/reach.ts'
import { hear } from '#lib/db/notices.ts'
import type { OpenEventIntake } from '#lib/events/intake/open.ts'
import { follow } from '#lib/events/live/data.ts'
import type { Told } from '#lib/events/live/publication.ts'
import { openPublisher, type Publisher } from '#lib/events/live/publish.ts'
import { noticeOf, WATCHES, watchOf } from '#lib/events/live/watch.ts'
import { cutConnections, freshDatabase } from '#tests/database.ts'
import { anEvent, openIntake } from '#tests/lib/events/world.ts'
import { aProject } from '#tests/lib/metrics/world.ts'
import { until } from '#tests/until.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
let intake: OpenEventIntake
let publisher: Publisher
let stopHearing: () => void
const leaves = new Set<() => void>()

beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.close())
beforeEach(async () => {
  intake = openIntake(database.pool)
  publisher = openPublisher({ pool: database.pool, events: intake })
  const { promise: isHeard, resolve } = Promise.withResolvers<void>()
  stopHearing = hear([WATCHES], notice => {
    publisher.hear(notice)
    if (notice === null) resolve()
  })
  await isHeard
})
afterEach(async () => {
  for (const leave of leaves) leave()
  leaves.clear()
  stopHearing()
  await publisher.close()
  await intake.close()
})

/** Watches as a page does; the intake has heard of it when this resolves. */
async function watch(query: string, reach: Reach = { all: true }, projectId?: number) {
  const told: Told[] = []
  leaves.add(await follow(watchOf(reach, query, projectId), one => told.push(one)))
  await until(() => told.length > 0)
  return {
    told,
    events: () => told.flatMap(({ events }) => events.map(event => JSON.parse(event))),
    sum: (of: 'matched' | 'unread') => told.reduce((sum, one) => sum + one[of], 0),
  }
}

test('what was stored and matches is told to who watches, as the API tells of it', async () => {
  const seen = await watch('type:request* n = 2')
  const now = Math.floor(Date.now() / 1000)
  await intake.accept(aProject(), 'http', [
    anEvent({ traits: { n: 1 } }),
    anEvent({ type: 'request.sql', id: 'tree', uid: 'u', at: now, seconds: 0.5, traits: { n: 2 } }),
  ])
  await until(() => seen.sum('matched') === 1)
  expect(seen.events()).toEqual([
    {
      ...{ type: 'request.sql', id: 'tree', uid: 'u', project: 'default', host: 'web1', pid: 1 },
      start: new Date((now - 0.5) * 1000).toISOString(),
      at: new Date(now * 1000).toISOString(),
      duration: 0.5,
      traits: { n: 2 },
    },
  ])
})

test('one that came again is not told again', async () => {
  const seen = await watch('')
  const event = anEvent({ uid: 'twice', at: Math.floor(Date.now() / 1000) })
  await intake.accept(aProject(), 'http', [event, event])
  await intake.accept(aProject(), 'http', [event, anEvent({ uid: 'last' })])
  await until(() => seen.events().some(({ uid }) => uid === 'last'))
  expect(seen.events().map(({ uid }) => uid)).toEqual(['twice', 'last'])
})

test('of a flood all are counted and a fair share is told', async () => {
  const seen = await watch('')
  const batch = Array.from({ length: 1_000 }, () => anEvent({ traits: { text: 'x'.repeat(300) } }))
  for (let i = 0; i < 5; i++) await intake.accept(aProject(), 'http', batch)
  await until(() => seen.sum('matched') + seen.sum('unread') === 5_000)
  expect(seen.events().length).toBeGreaterThan(0)
  expect(seen.events().length).toBeLessThan(2_000)
})

test('an event of any size is told whole', async () => {
  const seen = await watch('')
  const text = Array.from({ length: 60_000 }, (_, i) =>
    String.fromCharCode(33 + ((i * 7_919) % 90)),
  )
  await intake.accept(aProject(), 'http', [anEvent({ traits: { text: text.join('') } })])
  await until(() => seen.sum('matched') === 1)
  expect(seen.events()[0].traits.text).toBe(text.join(''))
})

test('nothing is told of projects that whoever watches does not come at', async () => {
  const ann = await watch('', { all: false, groups: ['a', 'b'] })
  const bob = await watch('', { all: false, groups: [] })
  const admin = await watch('')
  const limited = aProject({ groups: ['b'] })
  await intake.accept(limited, 'http', [anEvent({ uid: 'limited' })])
  await intake.accept(aProject(), 'http', [anEvent({ uid: 'open' })])
  const uids = (of: typeof ann) => of.events().map(({ uid }) => uid)
  await until(() => uids(bob).length === 1 && uids(ann).length === 2 && uids(admin).length === 2)
  expect(uids(bob)).toEqual(['open'])
})

test('a watch may be of one project', async () => {
  const seen = await watch('', { all: true }, 2)
  await intake.accept(aProject(), 'http', [anEvent({ uid: 'of 1' })])
  await intake.accept({ ...aProject({ name: 'belfry' }), id: 2 }, 'http', [
    anEvent({ uid: 'of 2' }),
  ])
  await until(() => seen.sum('matched') === 1)
  expect(seen.events().map(({ uid }) => uid)).toEqual(['of 2'])
})

test('nothing is done while nobody watches: a watch that is not renewed ends', async () => {
  let listeners = 0
  const counting = {
    ...intake,
    onStored() {
      listeners++
      return () => void listeners--
    },
  }
  const short = openPublisher({ pool: database.pool, events: counting, watchMs: 10 })
  const notice = noticeOf(watchOf({ all: true }, 'type:a', undefined), false)
  short.hear(notice)
  expect(listeners).toBe(1)
  await until(() => listeners === 0)
  short.hear(notice)
  expect(listeners).toBe(1)
  await short.close()
  expect(listeners).toBe(0)
})

test.each([
  'no JSON',
  '[]',
  '[{"id":"x","query":"a = ","projectId":null,"groups":null},true]',
  '[{"id":"x"},true]',
])('a notice that is none changes nothing: %s', async notice => {
  publisher.hear(notice)
  publisher.hear(null)
  const seen = await watch('')
  await intake.accept(aProject(), 'http', [anEvent()])
  await until(() => seen.sum('matched') === 1)
})

test('a query that is too long for a notice is refused', () => {
  expect(() => watchOf({ all: true }, '\u0001'.repeat(2_000), undefined)).toThrow('too long')
})

test('a reader that comes after a break of the connection is told again', async () => {
  const seen = await watch('')
  await cutConnections(database.url)
  await until(async () => {
    await intake.accept(aProject(), 'http', [anEvent()]).catch(() => {})
    return seen.events().length > 0
  })
})
