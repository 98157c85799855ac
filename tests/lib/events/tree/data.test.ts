import { afterAll, beforeAll, expect, test } from 'vitest'
import { traceIdOf } from '#client/traceparent.ts'
import { everything } from '#lib/access/reach.ts'
import type { ErrorEvent } from '#lib/errors/event.ts'
import { contextIdOf, getExample } from '#lib/errors/examples/data.ts'
import { tracedErrors } from '#lib/errors/traced/data.ts'
import { findEvent, idOfUid, outlineOf } from '#lib/events/tree/data.ts'
import { plainError } from '#lib/intake/errors/plain.ts'
import { createProject } from '#lib/projects/mutations.ts'
import { byAda } from '#tests/actor.ts'
import { freshDatabase } from '#tests/database.ts'
import { anError, aProject, openIntake as openErrors } from '#tests/lib/errors/intake/world.ts'
import { anEvent, openIntake } from '#tests/lib/events/world.ts'

import { makeGroups } from '#tests/people.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
const at = Math.floor(Date.now() / 1000) - 100
const trace = '6bf092f35a1c4e0d9e21aabbccddeeff'
const nobody = { all: false, groups: [] } as const

beforeAll(async () => {
  database = await freshDatabase()
  await makeGroups('night shift')
  const secret = await createProject({ name: 'secret', groups: ['night shift'] }, byAda)
  const intake = openIntake(database.pool)
  await intake.accept(aProject(), 'http', [
    anEvent({ id: trace, uid: 'all', at, seconds: 2, traits: { method: 'GET', path: '/cart' } }),
    anEvent({
      ...{ id: trace, uid: 'sql', type: 'request.sql', at: at - 0.5, seconds: 1 },
      traits: { statement: `select ${'x'.repeat(5_000)}`, error: { message: 'gone' } },
    }),
    anEvent({ id: trace, uid: 'plain', at: at - 1, traits: null }),
  ])
  await intake.accept(aProject({ id: secret.id, name: 'secret' }), 'http', [
    anEvent({ id: trace, uid: 'hidden', at }),
  ])
  await intake.close()
})
afterAll(() => database.close())

async function count(...errors: ErrorEvent[]) {
  const intake = openErrors(database.pool)
  await intake.accept(aProject(), 'http', errors)
  await intake.close()
}

test('a tree is told by its beginning, in a few words each', async () => {
  const { events, isCut } = await outlineOf(nobody, trace)
  expect(isCut).toBe(false)
  expect(events).toMatchObject([
    { uid: 'all', label: 'GET /cart', failure: null, start: (at - 2) * 1000, end: at * 1000 },
    { uid: 'sql', type: 'request.sql', project: 'default', host: 'web1', failure: 'gone' },
    { uid: 'plain', label: '', failure: null },
  ])
  expect(events[1]?.label.length).toBeLessThan(200)
})

test('events of projects out of reach are not there', async () => {
  expect((await outlineOf(everything, trace)).events.map(({ uid }) => uid)).toContain('hidden')
  expect(await findEvent(nobody, { id: trace, uid: 'hidden' })).toBeNull()
  expect(await idOfUid(nobody, 'hidden')).toBeNull()
  expect(await idOfUid(everything, 'hidden')).toBe(trace)
})

test('one event is read in full', async () => {
  expect(await findEvent(nobody, { id: trace, uid: 'sql' })).toMatchObject({
    ...{ uid: 'sql', duration: 1, traits: { error: { message: 'gone' } } },
  })
  expect(await findEvent(nobody, { id: 'another', uid: 'sql' })).toBeNull()
})

test('the errors of a trace are found by it, the oldest first', async () => {
  await count(
    anError({ traceId: trace, message: 'later', at: at * 1000 + 5 }),
    anError({ traceId: trace, message: 'sooner', at: at * 1000 }),
    anError({ message: 'of none' }),
  )
  expect(await tracedErrors(nobody, trace)).toMatchObject([
    { message: 'sooner', level: 'error', at: at * 1000 },
    { message: 'later' },
  ])
})

test.each(['order-77', '8F14E45F-CEEA-467F-A9E4-0C1B2D3E4F50'])(
  'an error tells of a tree that is called %s, and the tree finds it',
  async id => {
    await count(plainError.parse({ message: `of ${id}`, contextId: id }))
    const [found] = await tracedErrors(nobody, id)
    expect(found).toMatchObject({ message: `of ${id}` })
    const example = await getExample(nobody, found?.id ?? 0)
    expect(contextIdOf(example)).toBe(id)
    expect(example.traceId).toBe(traceIdOf(id))
  },
)
