import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Person } from '#lib/access/person.ts'
import { everything } from '#lib/access/reach.ts'
import { undoChange } from '#lib/audit/mutations.ts'
import { findDashboard, getDashboard, versionsOf } from '#lib/dashboards/data.ts'
import { deleteDashboard, restoreVersion, updateDashboard } from '#lib/dashboards/mutations.ts'
import { dashboardUndoers } from '#lib/dashboards/undoers.ts'
import { ada, bob } from '#tests/actor.ts'
import { freshDatabase } from '#tests/database.ts'
import { editorIn, newDashboard, note } from '#tests/lib/dashboards/world.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
beforeAll(async () => {
  database = await freshDatabase()
})
beforeEach(async () => {
  await database.pool.query('truncate dashboard, person_group cascade')
  await database.db.group.createMany({ data: [{ name: 'ops' }, { name: 'shop' }] })
})
afterAll(() => database.close())

const read = (id: number) => getDashboard(everything, id)
const undo = (entry: number, person: Person = bob) => undoChange(dashboardUndoers, entry, person)
const undoLast = async (person?: Person) => {
  const last = await database.db.audit.findFirstOrThrow({ orderBy: { id: 'desc' } })
  return undo(Number(last.id), person)
}
const refusal = (why: string) => ({ code: 'conflict', message: `This cannot be undone: ${why}.` })

test('a change is undone by a version that is as the one before', async () => {
  const id = await newDashboard({ name: 'Shop', panels: [{ panel: note('first') }] })
  await updateDashboard(id, { name: 'Store', panels: [], range: '7d' }, ada)
  await undoLast()
  expect(await read(id)).toMatchObject({
    ...{
      name: 'Shop',
      range: '24h',
      version: 3,
      savedBy: 'bob',
      panels: [{ panel: note('first') }],
    },
  })
})

test('so is bringing back an old version', async () => {
  const id = await newDashboard()
  await updateDashboard(id, { range: '7d' }, ada)
  await restoreVersion(id, 1, ada)
  await undoLast()
  expect(await read(id)).toMatchObject({ range: '7d', version: 4 })
})

test('who may see it is given back', async () => {
  const id = await newDashboard()
  await updateDashboard(id, { groups: ['ops'] }, ada)
  await undoLast()
  expect(await read(id)).toMatchObject({ groups: [], version: 3 })
})

test('what was changed again since stays as it is', async () => {
  const id = await newDashboard()
  await updateDashboard(id, { range: '7d' }, ada)
  const entry = await database.db.audit.findFirstOrThrow({ orderBy: { id: 'desc' } })
  await updateDashboard(id, { range: '1h' }, ada)
  await expect(undo(Number(entry.id))).rejects.toMatchObject(refusal('it was changed again since'))
  expect(await read(id)).toMatchObject({ range: '1h', version: 3 })
})

test('a deleted dashboard comes back with its versions, its number and its groups', async () => {
  const id = await newDashboard({ name: 'Back', groups: ['ops'] })
  await updateDashboard(id, { range: '7d' }, ada)
  const entry = await deleteDashboard(id, ada)
  await undo(entry, editorIn('ops'))
  const { id: reached, ...dashboard } = await read(id)
  expect(dashboard).toMatchObject({ name: 'Back', groups: ['ops'], range: '7d', version: 2 })
  expect((await versionsOf(reached, { limit: 9 })).items).toHaveLength(2)
  await expect(undo(entry)).rejects.toThrow('has undone this already')
})

test('a deleted dashboard does not come back beside another one of its name', async () => {
  const id = await newDashboard({ name: 'Taken' })
  const entry = await deleteDashboard(id, ada)
  await newDashboard({ name: 'Taken' })
  await expect(undo(entry)).rejects.toMatchObject({ fields: { name: 'is taken already' } })
  expect(await findDashboard(everything, id)).toBeNull()
})

test('nor for a group that is not there any more, of which nobody would know who is in it', async () => {
  const id = await newDashboard({ groups: ['ops'] })
  const entry = await deleteDashboard(id, ada)
  await database.db.group.delete({ where: { name: 'ops' } })
  await expect(undo(entry)).rejects.toMatchObject(refusal('there is no group ops any more'))
})

test('once it was deleted for good only admins are told why', async () => {
  const entry = await deleteDashboard(await newDashboard(), ada)
  await database.pool.query('delete from dashboard')
  await expect(undo(entry)).rejects.toMatchObject(refusal('it was deleted for good'))
  await expect(undo(entry, editorIn())).rejects.toMatchObject({ code: 'not_found' })
})

test('whoever does not reach it, or may change none, undoes nothing', async () => {
  const id = await newDashboard({ groups: ['ops'] })
  await updateDashboard(id, { range: '7d' }, ada)
  await expect(undoLast(editorIn('shop'))).rejects.toMatchObject({ code: 'not_found' })
  const viewer: Person = { ...editorIn('ops'), role: 'viewer' }
  await expect(undoLast(viewer)).rejects.toMatchObject({ code: 'forbidden' })
  expect(await read(id)).toMatchObject({ range: '7d' })
})

test('a change too large for the trail is told as such, and its versions are there', async () => {
  const texts = Array.from({ length: 40 }, (_, i) => ({ panel: note(`${i} `.repeat(900)) }))
  const id = await newDashboard({ panels: texts })
  await updateDashboard(id, { panels: [] }, ada)
  await expect(undoLast()).rejects.toThrow('restore an old version')
  await restoreVersion(id, 1, ada)
  expect((await read(id)).panels).toHaveLength(40)
})
