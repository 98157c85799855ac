import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { everything } from '#lib/access/reach.ts'
import { listChanges } from '#lib/audit/data.ts'
import { undoChange } from '#lib/audit/mutations.ts'
import { listSignatures } from '#lib/errors/data.ts'
import {
  operateOn,
  previewSplit,
  splitSignature,
  startReclassification,
} from '#lib/errors/mutations.ts'
import { reclassify } from '#lib/errors/reclassify/work.ts'
import { UserError } from '#lib/failures.ts'
import { undoers } from '#lib/registry.ts'
import { ada, bob } from '#tests/actor.ts'
import { contradictions, openStore, type Store } from '#tests/lib/errors/store.ts'

let store: Store
beforeAll(async () => {
  store = await openStore()
})
afterAll(() => store.close())

const MESSAGES = [
  ...[1, 2, 3].map(n => `disk ${n} of the array is full`),
  ...[1, 2, 3].map(n => `mail to customer ${n} bounced at the relay`),
  'queue overflow in the billing process',
]

type Step =
  | { do: 'send'; messages: number[] }
  | { do: 'merge' | 'delete' | 'resolve'; pick: number[] }
  | { do: 'split'; pick: number; digit: number }
  | { do: 'reclassify' }
  | { do: 'undo'; pick: number }

const index = fc.nat({ max: 20 })
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('send' as const),
      messages: fc.array(fc.nat({ max: MESSAGES.length - 1 }), { minLength: 1, maxLength: 8 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom(
        'merge' as const,
        'merge' as const,
        'delete' as const,
        'resolve' as const,
      ),
      pick: fc.array(index, { minLength: 2, maxLength: 3 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('split' as const),
      pick: index,
      digit: fc.integer({ min: 1, max: 3 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('reclassify' as const) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('undo' as const), pick: index }) },
)

test('whatever is merged, split, reclassified, deleted and undone, and in what order, no count is lost or made', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async steps => {
      await store.pool.query('truncate signature, reclassification, audit cascade')
      let sent = 0
      for (const one of [{ do: 'send', messages: [0, 1, 2, 3, 4, 5, 6] } as Step, ...steps]) {
        // What cannot be done at this point is refused as such, and changes nothing.
        await take(one).catch(error => expect(error).toBeInstanceOf(UserError))
        if (one.do === 'send') sent += one.messages.length
        expect(await total()).toBe(sent)
        expect(await contradictions(store.pool)).toEqual([])
        expect(await strays()).toEqual([])
      }
    }),
    { numRuns: 20 },
  )
})

async function take(one: Step): Promise<unknown> {
  const { items } = await listSignatures({ reach: everything, limit: 200 })
  const at = (n: number) => items[n % Math.max(1, items.length)]?.id ?? 0
  switch (one.do) {
    case 'send':
      await store.renew()
      return store.send(...one.messages.map(n => ({ message: MESSAGES[n] ?? '' })))
    case 'merge':
      return operateOn({ action: 'merge', into: at(one.pick[0] ?? 0), ids: one.pick.map(at) }, ada)
    case 'delete':
    case 'resolve':
      return operateOn({ action: one.do, ids: [at(one.pick[0] ?? 0)] }, ada)
    case 'split':
      return splitOff(
        items.map((_, i) => at(one.pick + i)),
        ` ${one.digit} `,
      )
    case 'reclassify': {
      const { id } = await startReclassification({ project: 1 }, ada)
      return reclassify(store.pool, id, new AbortController().signal, 3)
    }
    case 'undo':
      return undoOne(one.pick)
  }
}

/** The first that has such errors. */
async function splitOff(ids: number[], regex: string) {
  for (const id of ids) {
    const plan = await previewSplit(everything, id, { regex }).catch(() => null)
    if (plan) return splitSignature(id, { regex, name: '' }, ada)
  }
}

async function undoOne(pick: number) {
  const { items } = await listChanges({ limit: 30 })
  const entry = items[pick % Math.max(1, items.length)]
  if (!entry) return
  await undoChange(undoers, entry.id, bob)
  const { rows } = await store.pool.query<{ id: number }>(
    'select id from reclassification where finished_at is null',
  )
  for (const { id } of rows) await reclassify(store.pool, id, new AbortController().signal, 3)
}

async function total(): Promise<number> {
  const { rows } = await store.pool.query<{ count: number }>(
    'select coalesce(sum(count), 0)::float8 as count from signature',
  )
  return rows[0]?.count ?? 0
}

/** Roots that are none, or that are not the end of the way there. */
async function strays(): Promise<unknown[]> {
  const { rows } = await store.pool.query(
    `with recursive way as (
       select id, id as at, merged_into from signature
       union all select way.id, s.id, s.merged_into from way join signature s on s.id = way.merged_into)
     select s.id from signature s join way on way.id = s.id and way.merged_into is null where s.root_id <> way.at`,
  )
  return rows
}
