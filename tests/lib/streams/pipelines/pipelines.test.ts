import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Person } from '#lib/access/person.ts'
import { everything, reachOf } from '#lib/access/reach.ts'
import { undoChange } from '#lib/audit/mutations.ts'
import { getPipeline, listPipelines } from '#lib/streams/pipelines/data.ts'
import { createPipeline, deletePipeline, updatePipeline } from '#lib/streams/pipelines/mutations.ts'
import { pipelineUndoers } from '#lib/streams/pipelines/undoers.ts'
import { ada, bob } from '#tests/actor.ts'
import { freshDatabase } from '#tests/database.ts'
import { ORDERS, saveTrigger, take } from '#tests/lib/streams/feed/world.ts'
import { until } from '#tests/until.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
beforeAll(async () => {
  database = await freshDatabase()
  await database.db.group.createMany({ data: [{ name: 'ops' }, { name: 'shop' }] })
  await database.db.project.create({ data: { id: 7, name: 'both', groups: ['ops', 'shop'] } })
})
beforeEach(() => database.pool.query('truncate pipeline, trigger cascade'))
afterAll(() => database.close())

const editorIn = (...groups: string[]): Person => ({ ...ada, role: 'editor', groups })
const made = (fields: object = {}, by = ada) =>
  createPipeline({ name: 'report', handlers: ['log'], ...fields }, by)
const read = (id: number) => getPipeline(everything, id)
const undoLast = async () => {
  const last = await database.db.audit.findFirstOrThrow({ orderBy: { id: 'desc' } })
  return undoChange(pipelineUndoers, Number(last.id), bob)
}
const script = { name: 'script', params: { script: 'return events' } }

test('of two that take one name at once one has it, and the other is told', async () => {
  const ids = [await made({ name: 'one' }), await made({ name: 'two' })]
  // Whoever renames first waits for it, and the other one comes up to it.
  const holding = await database.pool.connect()
  await holding.query('begin')
  await holding.query('lock table pipeline_version in exclusive mode')
  const renaming = ids.map(id => updatePipeline(id, { name: 'three' }, ada))
  await until(async () => (await waiting()) === 2)
  await holding.query('commit')
  holding.release()
  const ends = await Promise.allSettled(renaming)
  expect(ends.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  expect(ends.find(({ status }) => status === 'rejected')).toMatchObject({
    reason: { code: 'conflict', fields: { name: 'is taken already' } },
  })
})

test('two that take each other’s name are both refused', async () => {
  const [one, two] = [await made({ name: 'one' }), await made({ name: 'two' })]
  const ends = await Promise.allSettled([
    updatePipeline(one, { name: 'two' }, ada),
    updatePipeline(two, { name: 'one' }, ada),
  ])
  expect(ends).toMatchObject([1, 2].map(() => ({ reason: { code: 'conflict' } })))
})

async function waiting(): Promise<number> {
  const { rows } = await database.pool.query(
    `select count(*)::int as count from pg_stat_activity
     where datname = current_database() and wait_event_type = 'Lock'`,
  )
  return rows[0].count
}

describe('a pipeline', () => {
  test('tells which triggers run it on which occasion', async () => {
    const id = await made()
    await saveTrigger(database.pool, { ...ORDERS, expire_pipeline: 'report' })
    await saveTrigger(database.pool, { ...ORDERS, name: 'late', fire_pipeline: 'other' })
    await saveTrigger(database.pool, { ...ORDERS, name: 'early', expire_pipeline: 'other' })
    expect((await read(id)).usedBy).toEqual([
      { id: expect.any(Number), name: 'early', on: ['fire'] },
      { id: expect.any(Number), name: 'orders', on: ['fire', 'expire'] },
    ])
  })

  test('is found by its name, its handlers and its project, page by page', async () => {
    await made({ name: 'b', description: 'Counts orders' })
    await made({ name: 'A', handlers: [] })
    await made({ name: 'c', project: 'both' })
    const names = async (query: object) =>
      (await listPipelines(everything, { limit: 50, ...query })).items.map(({ name }) => name)
    expect(await names({})).toEqual(['A', 'b', 'c'])
    expect(await names({ q: 'ORDERS', inText: true })).toEqual(['b'])
    expect(await names({ q: 'log', inText: true })).toEqual(['b', 'c'])
    expect(await names({ project: '7' })).toEqual(['c'])
    const first = await listPipelines(everything, { limit: 2 })
    expect(await names({ cursor: first.next })).toEqual(['c'])
  })

  test('has a name of its own in its project, and another project may have it too', async () => {
    await made()
    await made({ project: 'both' })
    const taken = { code: 'conflict', fields: { name: 'is taken already' } }
    await expect(made()).rejects.toMatchObject(taken)
    const other = await made({ name: 'other' })
    await expect(updatePipeline(other, { name: 'report' }, ada)).rejects.toMatchObject(taken)
  })

  test('that was saved by someone else since is not saved over', async () => {
    const id = await made()
    await updatePipeline(id, { description: 'mine', version: 1 }, bob)
    await expect(
      updatePipeline(id, { description: 'yours', version: 1 }, ada),
    ).rejects.toMatchObject({ code: 'conflict', fields: { version: 'is 2 by now' } })
  })

  test('that is as it was is not written again', async () => {
    const id = await made()
    await updatePipeline(id, { handlers: ['log'], name: 'report' }, ada)
    expect((await read(id)).version).toBe(1)
  })
})

describe('while a trigger uses it', () => {
  test.each([
    ['deleted', (id: number) => deletePipeline(id, ada)],
    ['renamed', (id: number) => updatePipeline(id, { name: 'other' }, ada)],
  ])('it is not %s', async (fate, change) => {
    const id = await made()
    await saveTrigger(database.pool, ORDERS)
    await expect(change(id)).rejects.toMatchObject({
      code: 'conflict',
      message: `“report” cannot be ${fate}: it is used by “orders”.`,
    })
  })

  test('its handlers can be changed', async () => {
    const id = await made()
    await saveTrigger(database.pool, ORDERS)
    await updatePipeline(id, { handlers: [] }, ada)
    expect(await read(id)).toMatchObject({ handlers: [], version: 2 })
  })

  test('an older version of it counts as long as it has streams that wait', async () => {
    const id = await made()
    await saveTrigger(database.pool, ORDERS)
    await take(database.pool, [{ type: 'order.placed', traits: { order: 1 } }])
    await saveTrigger(database.pool, { ...ORDERS, fire_pipeline: 'other' })
    await expect(deletePipeline(id, ada)).rejects.toMatchObject({
      message: '“report” cannot be deleted: it is used by streams that “orders” has opened before.',
    })
    await database.pool.query(`update stream set state = 'completed'`)
    await deletePipeline(id, ada)
    await expect(read(id)).rejects.toMatchObject({ code: 'not_found' })
  })
})

describe('undoing', () => {
  test('gives back what it was before a change', async () => {
    const yaml = '# told\nreport:\n  - log\n'
    const id = await createPipeline({ yaml }, ada)
    await updatePipeline(id, { handlers: [], description: 'Emptied' }, ada)
    await undoLast()
    expect(await read(id)).toMatchObject({ yaml, description: '', version: 3 })
  })

  test('brings a deleted one back under its number', async () => {
    const id = await made({ description: 'Kept' })
    await deletePipeline(id, ada)
    await undoLast()
    expect(await read(id)).toMatchObject({ name: 'report', description: 'Kept', version: 1 })
    await updatePipeline(id, { handlers: [] }, ada)
    expect(await read(id)).toMatchObject({ version: 2 })
  })

  test('is refused when another has its name by now', async () => {
    await deletePipeline(await made(), ada)
    const entry = await database.db.audit.findFirstOrThrow({ orderBy: { id: 'desc' } })
    await made()
    await expect(undoChange(pipelineUndoers, Number(entry.id), bob)).rejects.toMatchObject({
      code: 'conflict',
    })
  })
})

describe('for somebody in one of the groups of its project', () => {
  test('it is there, and for others it is not', async () => {
    const id = await made({ project: 'both' })
    expect(await getPipeline(reachOf(editorIn('ops')), id)).toMatchObject({ project: 'both' })
    const others = editorIn('sales')
    await expect(getPipeline(reachOf(others), id)).rejects.toMatchObject({ code: 'not_found' })
    await expect(deletePipeline(id, others)).rejects.toMatchObject({ code: 'not_found' })
    await expect(made({ project: 'both', name: 'x' }, others)).rejects.toMatchObject({
      code: 'not_found',
    })
    expect((await listPipelines(reachOf(others), { limit: 50 })).items).toEqual([])
  })

  test('a script, which comes at what all groups open, is not theirs to write', async () => {
    const id = await made({ project: 'both' })
    const handlers = [script]
    const refused = { fields: { groups: expect.stringContaining('shop') } }
    const one = editorIn('ops')
    await expect(made({ project: 'both', name: 'x', handlers }, one)).rejects.toMatchObject(refused)
    await expect(updatePipeline(id, { handlers }, one)).rejects.toMatchObject(refused)
    await updatePipeline(id, { handlers }, editorIn('ops', 'shop'))
    await updatePipeline(id, { description: 'mine' }, one)
    expect(await read(id)).toMatchObject({ description: 'mine', version: 3 })
  })
})
