import { beforeEach, describe, expect, test } from 'vitest'
import { undoChange } from '#lib/audit/mutations.ts'
import { createDashboard, deleteDashboard } from '#lib/dashboards/mutations.ts'
import { changeSignature, operateOn, startReclassification } from '#lib/errors/mutations.ts'
import { reclassify } from '#lib/errors/reclassify/work.ts'
import { undoers } from '#lib/registry.ts'
import { ada } from '#tests/actor.ts'
import { unnamed } from '#tests/kill-points/named.ts'
import type { Point } from '#tests/kill-points/point.ts'
import { killWorkerAt } from '#tests/kill-points/worker.ts'
import { contradictions, openStore, type Store } from '#tests/lib/errors/store.ts'

const NEVER = new AbortController().signal
const MOMENTS = ['before', 'after'] as const
const UNDO = { writes: ['audit'] }
const CHUNK = { writes: ['reclassification'] }
const BLOCKS = 10

let store: Store
let signatures: { block: number; array: number }
beforeEach(async () => {
  store = await openStore()
  await store.send(
    ...Array.from({ length: BLOCKS }, (_, n) => ({ message: `block ${n} failed` })),
    { message: 'the array is degraded' },
  )
  signatures = {
    block: await store.signatureOf('block 1 failed'),
    array: await store.signatureOf('the array is degraded'),
  }
  return () => store.close()
})

const killAt = async (point: Point, ...args: string[]) => {
  const effects = await killWorkerAt(process.env.DATABASE_URL ?? '', point, ...args)
  expect(unnamed(effects, [UNDO, CHUNK])).toEqual([])
}

const one = async (sql: string, ...values: unknown[]) =>
  Object.values((await store.pool.query(sql, values)).rows[0] ?? {})[0]

/** All blocks belong to the array now, by a rule. Answers its number and its entry. */
async function reclassified() {
  await changeSignature(signatures.array, { regex: 'block' }, ada)
  const started = await startReclassification({ project: 1 }, ada)
  await reclassify(store.pool, started.id, NEVER)
  return started
}

interface Change {
  entry: number | undefined
  /** SQL: whether it is as it was changed to, which is so until it is undone */
  stands: string
}
const CHANGES: [what: string, change: () => Promise<Change>][] = [
  [
    'a merge',
    async () => {
      const { block, array } = signatures
      const [entry] = await operateOn({ action: 'merge', into: array, ids: [block] }, ada)
      return { entry, stands: `select root_id = ${array} from signature where id = ${block}` }
    },
  ],
  [
    'a deletion',
    async () => {
      const id = await createDashboard({ name: 'orders' }, ada)
      const entry = await deleteDashboard(id, ada)
      return { entry, stands: `select deleted_at is not null from dashboard where id = ${id}` }
    },
  ],
  [
    'a reclassification',
    async () => {
      const { id, entry } = await reclassified()
      const begun = `select from reclassification join graphile_worker.jobs on key = 'reclassify:' || reclassification.id`
      return { entry, stands: `select not exists (${begun} where undoes = ${id})` }
    },
  ],
]

describe('who undoes a change and is killed', () => {
  test.each(CHANGES.flatMap(([what, change]) => MOMENTS.map(at => [at, what, change] as const)))(
    '%s the commit: %s is undone, and noted, or neither; and undone once',
    async (moment, _, change) => {
      const { entry, stands } = await change()
      const undone = () => one(`select count(*)::int from audit where change @> $1`, { entry })
      await killAt({ moment, ...UNDO }, 'undo', String(entry))
      expect(await one(stands)).toBe(moment === 'before')
      expect(await undone()).toBe(moment === 'before' ? 0 : 1)

      const again = undoChange(undoers, entry ?? 0, ada)
      if (moment === 'before') await again
      else await expect(again).rejects.toThrow('ada has undone this already')
      expect(await one(stands)).toBe(false)
      expect(await undone()).toBe(1)
    },
  )
})

describe('who sends errors back, four at a time, and is killed', () => {
  test.each<[string, Point]>([
    ['before the first are', { moment: 'before', ...CHUNK }],
    ['after the first are', { moment: 'after', ...CHUNK }],
    ['before the last are', { moment: 'before', nth: 3, ...CHUNK }],
    ['after the last are', { moment: 'after', nth: 3, ...CHUNK }],
  ])('%s: each is where it was, once', async (_, point) => {
    const before = await store.bySignature()
    const { id, entry } = await reclassified()
    expect(await store.bySignature()).not.toEqual(before)
    await undoChange(undoers, entry, ada)
    await killAt(point, 'reclassify', String(id + 1), '4')

    await reclassify(store.pool, id + 1, NEVER)
    expect(await one('select moved from reclassification where undoes = $1', id)).toBe(BLOCKS)
    expect(await store.bySignature()).toEqual(before)
    expect(await contradictions(store.pool)).toEqual([])
  })
})
