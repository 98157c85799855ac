import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Person } from '#lib/access/person.ts'
import { reachOf } from '#lib/access/reach.ts'
import { undoChange } from '#lib/audit/mutations.ts'
import { createProject } from '#lib/projects/mutations.ts'
import { findTrigger, listTriggers } from '#lib/streams/triggers/data.ts'
import {
  createTrigger,
  deleteTrigger,
  restoreVersion,
  updateTrigger,
} from '#lib/streams/triggers/mutations.ts'
import { triggerUndoers } from '#lib/streams/triggers/undoers.ts'
import { ada, byAda } from '#tests/actor.ts'
import { freshDatabase } from '#tests/database.ts'

const member: Person = { ...ada, role: 'editor', groups: ['night'] }
const outsider: Person = { ...ada, role: 'editor', groups: ['day'] }
const trigger = {
  ...{ name: 'Orders', project: 'shop', expiration: '$last + 1h', fire_pipeline: 'bill' },
  ...{ match_criteria: [{ event_type: 'order.*' }], fire_criteria: [{}] },
}

let database: Awaited<ReturnType<typeof freshDatabase>>
let id: number
beforeAll(async () => {
  database = await freshDatabase()
  await database.db.group.createMany({ data: [{ name: 'night' }, { name: 'day' }] })
  const shop = await createProject({ name: 'shop', groups: ['night'] }, byAda)
  await database.pool.query(
    `insert into pipeline (project_id, name, handlers, source) values ($1, 'bill', '["log"]', '')`,
    [shop.id],
  )
  id = await createTrigger(trigger, member)
})
afterAll(() => database.close())

test('a trigger is there for whoever comes at its project', async () => {
  expect(await findTrigger(reachOf(member), id)).toMatchObject({ name: 'Orders', project: 'shop' })
  await updateTrigger(id, { description: 'Ours' }, member)
  expect((await listTriggers(reachOf(member), { limit: 10 })).items).toHaveLength(1)
})

test('for others it is not', async () => {
  expect(await findTrigger(reachOf(outsider), id)).toBeNull()
  expect((await listTriggers(reachOf(outsider), { limit: 10 })).items).toEqual([])
})

test.each([
  ['changed', () => updateTrigger(id, { enabled: false }, outsider)],
  ['brought back to what it was', () => restoreVersion(id, 1, outsider)],
  ['deleted', () => deleteTrigger(id, outsider)],
  ['made in such a project', () => createTrigger({ ...trigger, name: 'Mine' }, outsider)],
  ['changed back', () => undoLast(outsider)],
])('nor is it %s by them', async (_, change) => {
  await expect(change()).rejects.toMatchObject({ code: 'not_found' })
})

test('a pipeline of another project is none of its own', async () => {
  const foreign = createTrigger({ ...trigger, name: 'Foreign', project: 'default' }, ada)
  await expect(foreign).rejects.toMatchObject({
    fields: { fire_pipeline: 'there is no pipeline “bill”' },
  })
})

test('it is switched off whatever has become of its pipelines', async () => {
  await database.pool.query('delete from pipeline')
  await updateTrigger(id, { enabled: false }, member)
  expect(await findTrigger(reachOf(member), id)).toMatchObject({ enabled: false })
})

async function undoLast(by: Person) {
  const { rows } = await database.pool.query(
    `select max(id)::int as id from audit where subject = 'trigger'`,
  )
  return undoChange(triggerUndoers, rows[0].id, by)
}
