import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { everything } from '#lib/access/reach.ts'
import { undoChange } from '#lib/audit/mutations.ts'
import { findTrigger, getTrigger } from '#lib/streams/triggers/data.ts'
import {
  createTrigger,
  deleteTrigger,
  restoreVersion,
  updateTrigger,
} from '#lib/streams/triggers/mutations.ts'
import { triggerUndoers } from '#lib/streams/triggers/undoers.ts'
import { ada, bob } from '#tests/actor.ts'
import { freshDatabase } from '#tests/database.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.close())
beforeEach(() =>
  database.pool.query(`truncate trigger, pipeline cascade;
    insert into pipeline (project_id, name, handlers, source) values (1, 'bill', '["log"]', '')`),
)

const make = (name = 'Orders') =>
  createTrigger(
    {
      ...{ name, expiration: '$last + 1h', fire_pipeline: 'bill' },
      ...{ match_criteria: [{ event_type: 'order.*' }], fire_criteria: [{}] },
    },
    ada,
  )
const read = (id: number) => getTrigger(everything, id)
const undo = (entry: number) => undoChange(triggerUndoers, entry, bob)
async function undoLast() {
  const { rows } = await database.pool.query('select max(id)::int as id from audit')
  return undo(rows[0].id)
}

test('a change is taken back as a new version', async () => {
  const id = await make()
  await updateTrigger(id, { fire_delay: 5, description: 'Slow' }, ada)
  await undoLast()
  expect(await read(id)).toMatchObject({
    ...{ fire_delay: 0, description: '', version: 3, savedBy: 'bob' },
  })
})

test('a switch is taken back without one', async () => {
  const id = await make()
  await updateTrigger(id, { enabled: false }, ada)
  await undoLast()
  expect(await read(id)).toMatchObject({ enabled: true, version: 1 })
})

test('a restored version is taken back', async () => {
  const id = await make()
  await updateTrigger(id, { fire_delay: 5 }, ada)
  await restoreVersion(id, 1, ada)
  await undoLast()
  expect(await read(id)).toMatchObject({ fire_delay: 5, version: 4 })
})

test('a deleted one comes back with its versions', async () => {
  const id = await make()
  await updateTrigger(id, { fire_delay: 5 }, ada)
  const entry = await deleteTrigger(id, ada)
  expect(await findTrigger(everything, id)).toBeNull()
  await undo(entry)
  expect(await read(id)).toMatchObject({ fire_delay: 5, version: 2 })
})

test.each([
  [
    'what was changed again',
    (id: number) => updateTrigger(id, { fire_delay: 6 }, ada),
    'it was changed again since',
  ],
  ['what was deleted', (id: number) => deleteTrigger(id, ada), 'it was deleted since'],
])('%s stays as it is', async (_, since, why) => {
  const id = await make()
  await updateTrigger(id, { fire_delay: 5 }, ada)
  const { rows } = await database.pool.query('select max(id)::int as id from audit')
  await since(id)
  await expect(undo(rows[0].id)).rejects.toThrow(`This cannot be undone: ${why}.`)
})

test('a deleted one whose name is another’s by now, or whose pipeline is gone, stays away', async () => {
  const entry = await deleteTrigger(await make(), ada)
  const other = await make()
  await expect(undo(entry)).rejects.toThrow('There is a trigger called “Orders” already.')
  await deleteTrigger(other, ada)
  await database.pool.query('delete from pipeline')
  await expect(undo(entry)).rejects.toThrow('there is no pipeline “bill”')
})
