import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Person } from '#lib/access/person.ts'
import { everything, reachOf } from '#lib/access/reach.ts'
import type { Panel } from '#lib/charts/panel.ts'
import { drawShared, getShared, listShared, openShared } from '#lib/charts/shared/data.ts'
import { changeShared, noteSeen, revokeShared, shareChart } from '#lib/charts/shared/mutations.ts'
import { createProject } from '#lib/projects/mutations.ts'
import { byAda } from '#tests/actor.ts'
import { freshDatabase } from '#tests/database.ts'
import { anUpdate, openIntake } from '#tests/lib/metrics/world.ts'
import { makeGroups } from '#tests/people.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
beforeAll(async () => {
  database = await freshDatabase()
  await makeGroups('night', 'day')
  const project = await createProject({ name: 'limited', groups: ['night'] }, byAda)
  const intake = openIntake(database.pool)
  await intake.accept(project, 'http', [anUpdate({ value: 5 })])
  await intake.close()
})
afterAll(() => database.close())

const editor = (...groups: string[]): Person => ({
  ...{ id: null, name: 'Eve', address: null, role: 'editor', scope: [], groups },
})
const ofProject = (project: string) => ({ kind: 'metrics', project, lines: [{ metric: 'orders' }] })
const shareOrders = (project = 'default', by = editor('night'), rest = {}) =>
  shareChart({ panel: ofProject(project), name: 'Orders', ...rest }, by)
const limit = (project: string, groups: string[]) =>
  database.pool.query('update project set groups = $2 where name = $1', [project, groups])
const isShown = (uid: string) =>
  openShared(uid).then(
    () => true,
    () => false,
  )

test('it is found by its address, whoever asks, and its addresses are not alike', async () => {
  const [one, other] = [await shareOrders(), await shareOrders()]
  expect(await openShared(one.uid)).toMatchObject({ id: one.id, name: 'Orders', range: '30d' })
  expect(one.uid).not.toBe(other.uid)
  expect(one.uid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
})

describe('it is not shown, and nothing tells why,', () => {
  test.each<[string, (id: number) => Promise<unknown>]>([
    ['when it is revoked', id => revokeShared(id, editor('night'))],
    [
      'when its time is over',
      id =>
        database.pool.query(
          `update shared_chart set expires_at = now() - interval '1 s' where id = $1`,
          [id],
        ),
    ],
    ['when what it shows is open to others', () => limit('limited', ['night', 'day'])],
    ['when what it shows is for all', () => limit('limited', [])],
    [
      'when what it shows is gone',
      () => database.pool.query(`update project set name = 'gone' where name = 'limited'`),
    ],
  ])('%s', async (_, end) => {
    const { id, uid } = await shareOrders('limited')
    expect(await isShown(uid)).toBe(true)
    await end(id)
    await expect(openShared(uid)).rejects.toMatchObject({
      ...{ code: 'not_found', message: 'There is no such chart.' },
    })
    await database.pool.query(`update project set name = 'limited' where name = 'gone'`)
    await limit('limited', ['night'])
  })

  test.each([randomUUID(), '', 'x', '1', "' or true --"])('when there was never one: %j', uid =>
    expect(openShared(uid)).rejects.toMatchObject({ message: 'There is no such chart.' }),
  )
})

test('what is limited to a group is drawn for everybody once somebody of it shares it', async () => {
  const chart = await shareOrders('limited')
  const range = { from: new Date(1_399_000_000_000), to: new Date(1_401_000_000_000) }
  const drawn = await drawShared(chart, chart.panel, range)
  expect(drawn).toMatchObject({ kind: 'metrics', lines: [{ values: expect.arrayContaining([5]) }] })
})

test.each<[string, object, Person]>([
  ['of a project that is limited to others', ofProject('limited'), editor('day')],
  ['of a project that there is not', ofProject('nothing'), editor('night')],
  ['of a monitor that there is not', { kind: 'monitor', monitor: 'nothing' }, editor('night')],
  ['of a signature that there is not', { kind: 'errors', signature: 7 }, editor('night')],
])('nobody shares a chart %s', async (_, panel, by) => {
  await expect(shareChart({ panel }, by)).rejects.toMatchObject({ code: 'not_found' })
})

test('nobody shares what they may not see', async () => {
  const panel = { kind: 'errors' }
  const by = { ...editor(), scope: ['charts:share', 'metrics:read'] as const }
  await expect(shareChart({ panel }, by)).rejects.toMatchObject({ code: 'forbidden' })
})

test.each([
  [{ panel: ofProject('default'), range: '5m' }, 'range'],
  [{ panel: ofProject('default'), name: 'x'.repeat(101) }, 'name'],
  [{ panel: ofProject('default'), expiresAt: '2020-01-01T00:00:00Z' }, 'expiresAt'],
  [{ panel: ofProject('default'), expiresAt: 'tomorrow' }, 'expiresAt'],
  [{ panel: { kind: 'metrics', lines: [] } }, 'panel.lines'],
  [{}, 'panel'],
])('%j is refused by the field %s', async (input, field) => {
  const refused = await shareChart(input, editor()).catch(error => error)
  expect(Object.keys(refused.fields)).toContain(field)
})

test('a list has what is reached, by groups as they are now, and by what is searched', async () => {
  const { id } = await shareOrders('limited', editor('night'), { name: 'Nights 100%' })
  const idsFor = async (by: Person, query = {}) =>
    (await listShared(reachOf(by), query)).items.map(chart => chart.id)
  expect(await idsFor(editor('night'), { q: '100%' })).toEqual([id])
  expect(await idsFor(editor('day'))).not.toContain(id)
  await expect(getShared(reachOf(editor('day')), id)).rejects.toMatchObject({ code: 'not_found' })
  await expect(revokeShared(id, editor('day'))).rejects.toMatchObject({ code: 'not_found' })
  await limit('limited', ['day'])
  expect(await idsFor(editor('day'), { q: 'nights' })).toEqual([id])
  expect((await getShared(everything, id)).state).toBe('withheld')
  await limit('limited', ['night'])
})

test('a list comes in pages, newest first, with or without those that are revoked', async () => {
  const made = [await shareOrders(), await shareOrders(), await shareOrders()].map(({ id }) => id)
  await revokeShared(Number(made[1]), editor())
  const { items, next } = await listShared(everything, { limit: 2 })
  expect(items.map(({ id }) => id)).toEqual([made[2], made[1]])
  const more = await listShared(everything, { limit: 1, cursor: next ?? '' })
  expect(more.items[0]?.id).toBe(made[0])
  const inUse = await listShared(everything, { limit: 2, revoked: false })
  expect(inUse.items.map(({ id }) => id)).toEqual([made[2], made[0]])
})

test('it may be called otherwise and be given another time and end, until it is revoked', async () => {
  const { id, uid } = await shareOrders()
  const end = new Date(Date.now() + 3_600_000).toISOString()
  await changeShared(id, { name: 'Sold', expiresAt: end }, editor())
  expect(await openShared(uid)).toMatchObject({ name: 'Sold', range: '30d' })
  await changeShared(id, { range: '24h', expiresAt: null }, editor())
  expect(await openShared(uid)).toMatchObject({ name: 'Sold', range: '24h', expiresAt: null })
  await expect(
    changeShared(id, { expiresAt: '2020-01-01T00:00:00Z' }, editor()),
  ).rejects.toMatchObject({ fields: { expiresAt: 'has passed already' } })
  await revokeShared(id, editor())
  await expect(changeShared(id, { name: 'x' }, editor())).rejects.toMatchObject({
    code: 'conflict',
  })
})

test('it is noted when it was seen, not every time', async () => {
  const { id } = await shareOrders()
  const lastSeen = async () => (await getShared(everything, id)).lastSeenAt
  await noteSeen(id)
  expect(await lastSeen()).toBeInstanceOf(Date)
  const justNow = new Date(Date.now() + 3_600_000)
  await database.pool.query('update shared_chart set last_seen_at = $2 where id = $1', [
    id,
    justNow,
  ])
  await noteSeen(id)
  expect(await lastSeen()).toEqual(justNow)
})

test('errors of all projects are those that are for all', async () => {
  const panel = { kind: 'errors' } as Panel
  const { groups } = await shareChart({ panel }, { ...editor('night'), role: 'admin' })
  expect(groups).toEqual([])
})
