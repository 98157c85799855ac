import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { everything } from '#lib/access/reach.ts'
import { listChanges } from '#lib/audit/data.ts'
import { undoChange } from '#lib/audit/mutations.ts'
import { getSignature } from '#lib/errors/detail/data.ts'
import { examplesOf } from '#lib/errors/examples/data.ts'
import { changeSignature, operateOn, startReclassification } from '#lib/errors/mutations.ts'
import { getReclassification, previewReclassification } from '#lib/errors/reclassify/data.ts'
import { reclassify } from '#lib/errors/reclassify/work.ts'
import { undoers } from '#lib/registry.ts'
import { ada, bob } from '#tests/actor.ts'
import { contradictions, openStore, type Store } from '#tests/lib/errors/store.ts'
import { signatureReached } from '#tests/reached.ts'
import { until } from '#tests/until.ts'

let store: Store
beforeEach(async () => {
  store = await openStore()
})
afterEach(() => store.close())

const never = new AbortController().signal
const EACH = 30
const PROJECT = { projectId: 1, signatureId: null }

/** Two signatures; a rule of the second one now takes a third of what was counted in the first. */
async function twoWithRule() {
  await store.send(
    ...Array.from({ length: EACH }, (_, n) => ({
      message: `read of block ${n % 3} failed`,
      host: `db-${n % 4}`,
      at: Date.now() - n * 61_000,
    })),
    { message: 'the array is degraded' },
  )
  const blocks = await store.signatureOf('read of block 1 failed')
  const array = await store.signatureOf('the array is degraded')
  await changeSignature(array, { regex: 'block 1 ' }, ada)
  return { blocks, array }
}

test('a preview says how many would go where, and changes nothing', async () => {
  const { blocks, array } = await twoWithRule()
  const before = await store.bySignature()
  expect(await previewReclassification(PROJECT)).toMatchObject({
    ...{ total: EACH + 1, lookedAt: EACH + 1, moving: EACH / 3 },
    moves: [{ from: { id: blocks }, to: { id: array }, count: EACH / 3 }],
  })
  expect(await store.bySignature()).toEqual(before)
  const { rows } = await store.pool.query('select id from signature')
  expect(rows).toHaveLength(2)
})

test('a preview tells what would found a signature', async () => {
  const { array } = await twoWithRule()
  await operateOn({ action: 'delete', ids: [array] }, ada)
  await store.pool.query(`update error_event set message = 'quite another text', details = '{}'
    where id = (select min(id) from error_event)`)
  const { moves } = await previewReclassification(PROJECT)
  expect(moves).toMatchObject([{ to: { id: null, template: 'quite another text' }, count: 1 }])
})

test('kept errors go where they belong now, each with one count, and say why', async () => {
  const { blocks, array } = await twoWithRule()
  const before = await store.totals()
  const { id } = await startReclassification({ project: 1 }, ada)
  await reclassify(store.pool, id, never, 7)

  expect(await getReclassification(everything, id)).toMatchObject({
    ...{ total: EACH + 1, done: EACH + 1, moved: EACH / 3, finishedAt: expect.any(Date) },
  })
  expect(await getSignature(everything, blocks)).toMatchObject({ count: (EACH / 3) * 2 })
  expect(await getSignature(everything, array)).toMatchObject({ count: EACH / 3 + 1 })
  const { items } = await examplesOf(signatureReached(array), { limit: 50 })
  expect(items.filter(({ why }) => why.by === 'rules' && why.matched === 'block 1 ')).toHaveLength(
    10,
  )
  expect(await store.totals()).toEqual(before)
  expect(await contradictions(store.pool)).toEqual([])
})

test('of one signature only its own errors are looked at', async () => {
  const { array } = await twoWithRule()
  const { id } = await startReclassification({ signature: array }, ada)
  await reclassify(store.pool, id, never)
  expect(await getReclassification(everything, id)).toMatchObject({ total: 1, done: 1, moved: 0 })
})

test('undoing it sends back what moved, with its reason', async () => {
  const { blocks } = await twoWithRule()
  const before = await store.bySignature()
  const whys = async () =>
    (await examplesOf(signatureReached(blocks), { limit: 50 })).items.map(({ id, why }) => ({
      id,
      why,
    }))
  const reasons = await whys()
  const { id, entry } = await startReclassification({ project: 1 }, ada)
  await expect(undoChange(undoers, entry, bob)).rejects.toThrow('it is not finished yet')
  await reclassify(store.pool, id, never, 7)

  await undoChange(undoers, entry, bob)
  await reclassify(store.pool, id + 1, never, 7)
  expect(await getReclassification(everything, id + 1)).toMatchObject({
    undoes: id,
    moved: EACH / 3,
  })
  expect(await store.bySignature()).toEqual(before)
  expect(await whys()).toEqual(reasons)
})

test('counts whose seconds are not kept any more stay where they are, and are not lost', async () => {
  const { array } = await twoWithRule()
  await store.pool.query('truncate error_second')
  const before = await store.totals()
  const { id } = await startReclassification({ project: 1 }, ada)
  await reclassify(store.pool, id, never)
  expect(await store.totals()).toEqual(before)
  expect(await getSignature(everything, array)).toMatchObject({ count: EACH / 3 + 1 })
})

test('a second one of the same project is refused until the first is done', async () => {
  const { blocks } = await twoWithRule()
  const { id } = await startReclassification({ project: 1 }, ada)
  await expect(startReclassification({ signature: blocks }, ada)).rejects.toMatchObject({
    code: 'conflict',
  })
  await reclassify(store.pool, id, never)
  await startReclassification({ signature: blocks }, ada)
  const { items } = await listChanges({ action: 'reclassify', limit: 10 })
  expect(items.map(({ subject }) => subject)).toEqual(['signature', 'project'])
})

test('it stops when it is asked to, and the job comes again', async () => {
  await twoWithRule()
  const { id } = await startReclassification({ project: 1 }, ada)
  await store.pool.query('delete from graphile_worker._private_jobs')
  await reclassify(store.pool, id, AbortSignal.abort())
  expect(await getReclassification(everything, id)).toMatchObject({ done: 0, finishedAt: null })
  const { rows } = await store.pool.query('select key from graphile_worker.jobs')
  expect(rows).toEqual([{ key: `reclassify:${id}` }])
})

test('killed within a transaction, it is finished by the next process, and every count is right', async () => {
  const { array } = await twoWithRule()
  const before = await store.totals()
  const { id } = await startReclassification({ project: 1 }, ada)
  const worker = spawn(process.execPath, [
    'tests/lib/errors/reclassify/stuck-worker.ts',
    ...[store.url, String(id)],
  ])
  const ended = once(worker, 'exit')
  await until(async () => worker.exitCode !== null || (await isStuck()))
  worker.kill('SIGKILL')
  await ended
  expect(await getReclassification(everything, id)).toMatchObject({
    done: 8,
    moved: 3,
    finishedAt: null,
  })

  await reclassify(store.pool, id, never, 7)
  expect(await getReclassification(everything, id)).toMatchObject({
    done: EACH + 1,
    moved: EACH / 3,
  })
  expect(await getSignature(everything, array)).toMatchObject({ count: EACH / 3 + 1 })
  expect(await store.totals()).toEqual(before)
  expect(await contradictions(store.pool)).toEqual([])
})

test('errors that come in meanwhile are counted once', async () => {
  await twoWithRule()
  const { id } = await startReclassification({ project: 1 }, ada)
  await Promise.all([
    reclassify(store.pool, id, never, 3),
    ...Array.from({ length: 10 }, (_, n) =>
      store.send(
        ...[0, 1, 2].map(block => ({ message: `read of block ${block} failed`, host: `db-${n}` })),
      ),
    ),
  ])
  const { rows } = await store.pool.query('select sum(count)::int as n from signature')
  expect(rows).toEqual([{ n: EACH + 1 + 30 }])
  expect(await contradictions(store.pool)).toEqual([])
})

/** Whether the eight transactions that end are followed by one that does not. */
async function isStuck(): Promise<boolean> {
  const { rows } = await store.pool.query(
    `select 1 from pg_stat_activity, reclassification
     where datname = current_database() and state = 'idle in transaction' and done = 8`,
  )
  return rows.length > 0
}
