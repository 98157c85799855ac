import { afterAll, beforeAll, expect, test } from 'vitest'
import { openPlace } from '#lib/events/archive/place.ts'
import { cleanUpEvents } from '#lib/events/clean-up.ts'
import { setEventRetention } from '#lib/events/retention/mutations.ts'
import { byAda } from '#tests/actor.ts'
import { api, read, send } from '#tests/app/api/client.ts'
import { freshDatabase } from '#tests/database.ts'
import { temporaryFolder } from '#tests/lib/events/archive/world.ts'
import { anEvent, openIntake } from '#tests/lib/events/world.ts'
import { aProject } from '#tests/lib/metrics/world.ts'
import { makeGroups, makeToken } from '#tests/people.ts'

const DAY = 86_400
const now = Date.now() / 1000
const dayOf = (at: number) => new Date(at * 1000).toISOString().slice(0, 10)

let database: Awaited<ReturnType<typeof freshDatabase>>
let folder: Awaited<ReturnType<typeof temporaryFolder>>
/** A project that is limited to a group. */
let shop: number

beforeAll(async () => {
  database = await freshDatabase()
  folder = await temporaryFolder()
  process.env.BELFRY_ARCHIVE = folder.path
  await makeGroups('shop')
  const { id } = await database.db.project.create({ data: { name: 'shop', groups: ['shop'] } })
  shop = id
  const intake = openIntake(database.pool)
  await intake.accept(aProject(), 'http', [
    ...[5, 4, 0].map(days => anEvent({ at: now - days * DAY, uid: `${days}`, traits: { days } })),
    anEvent({ at: now - 4 * DAY, uid: 'sql', type: 'request.sql' }),
  ])
  await intake.accept({ ...aProject(), id: shop }, 'http', [
    anEvent({ at: now - 4 * DAY, uid: 'shop 4', type: 'order' }),
    anEvent({ uid: 'shop 0', type: 'order' }),
  ])
  await intake.close()
  await setEventRetention({ days: 2 }, byAda.actor)
  const place = openPlace(folder.path)
  await cleanUpEvents(database.pool, new Date(), { archive: { place, hours: null } })
})
afterAll(async () => {
  delete process.env.BELFRY_ARCHIVE
  await folder?.remove()
  await database.close()
})

const uidsIn = (text: string) =>
  text
    .split('\n')
    .filter(Boolean)
    .map(line => JSON.parse(line).uid)

const exported = async (query: string) =>
  uidsIn((await api('GET', `/api/events/export?${query}`)).body)

test('the archive tells its days and types, the newest first', async () => {
  const { body } = await api('GET', '/api/events/archive')
  expect(body).toMatchObject({
    items: [
      {
        day: dayOf(now - 4 * DAY),
        types: [
          { type: 'order', project: 'shop', files: 1 },
          { type: 'request', project: 'default', files: 1 },
          { type: 'request.sql', project: 'default', files: 1 },
        ],
      },
      { day: dayOf(now - 5 * DAY), types: [{ type: 'request', project: 'default' }] },
    ],
    next: null,
  })
})

test('its days come in pages', async () => {
  const first = await api('GET', '/api/events/archive?limit=1')
  expect(first.body.items).toHaveLength(1)
  const second = await api('GET', `/api/events/archive?limit=1&cursor=${first.body.next}`)
  expect(second.body.items).toMatchObject([{ day: dayOf(now - 5 * DAY) }])
  expect(second.body.next).toBeNull()
})

test.each([
  ['from=-10d', ['5', 'shop 4', '4', 'sql', 'shop 0', '0']],
  ['from=-10d&q=type:request', ['5', '4', '0']],
  ['from=-10d&q=days%20%3E%204', ['5']],
  ['from=-10d&to=-3d&project=shop', ['shop 4']],
  ['', ['shop 0', '0']],
])('export?%s is of the archive and of the store', async (query, uids) => {
  expect((await exported(query)).sort()).toEqual(uids.sort())
})

test('the oldest come first', async () => {
  expect(await exported('from=-10d&q=days%20exists')).toEqual(['5', '4', '0'])
})

test('an exported event is as it is in a search', async () => {
  const { body } = await api('GET', '/api/events/export?q=type:request')
  const search = await api('GET', '/api/events?q=type:request')
  expect(JSON.parse(body)).toEqual(search.body.items[0])
})

test('of the retention what is left out stays', async () => {
  const path = '/api/events/retention'
  expect((await api('PATCH', path, { archiveDays: 400 })).body).toEqual({
    days: 2,
    archiveDays: 400,
  })
  expect((await api('PATCH', path, { days: 3 })).body).toEqual({ days: 3, archiveDays: 400 })
  expect((await api('PATCH', path, { archiveDays: null })).body.archiveDays).toBeNull()
  expect((await api('PATCH', path, { archiveDays: -1 })).status).toBe(400)
})

test('of a project that is limited nobody else hears', async () => {
  const { headers } = await makeToken({ role: 'viewer' })
  const archive = await read(await send('/api/events/archive', { headers }))
  expect(JSON.stringify(archive.body)).not.toMatch(/order|shop/)
  const all = await read(await send('/api/events/export?from=-10d', { headers }))
  expect(uidsIn(all.body).sort()).toEqual(['0', '4', '5', 'sql'])

  const inShop = await makeToken({ role: 'viewer', groups: ['shop'] })
  const theirs = await read(
    await send('/api/events/export?from=-10d&project=shop', { headers: inShop.headers }),
  )
  expect(uidsIn(theirs.body)).toEqual(['shop 4', 'shop 0'])
})

test.each([
  ['/api/events/archive?cursor=nonsense', 400, 'cursor'],
  ['/api/events/archive?project=none', 404, 'none'],
  ['/api/events/export?q=type%20%3D', 400, 'a value is missing'],
  ['/api/events/export?from=-1h&to=-2h', 400, 'wrong way round'],
])('%s is answered %i', async (path, status, message) => {
  const answer = await api('GET', path)
  expect(answer.status).toBe(status)
  expect(JSON.stringify(answer.body.error)).toContain(message)
})
