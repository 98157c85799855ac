import { afterAll, beforeAll, expect, test } from 'vitest'
import { everything } from '#lib/access/reach.ts'
import { undoChange } from '#lib/audit/mutations.ts'
import { listSignatures } from '#lib/errors/data.ts'
import { operateOn, splitSignature } from '#lib/errors/mutations.ts'
import { undoers } from '#lib/registry.ts'
import { ada } from '#tests/actor.ts'
import { contradictions, openStore, type Store } from '#tests/lib/errors/store.ts'

let store: Store
beforeAll(async () => {
  store = await openStore()
})
afterAll(() => store.close())

const ROUNDS = 15
const EACH = 20

test('people merge, split and undo while errors come in, and every error is counted once', async () => {
  const message = (n: number) => `shard ${n % 5} of table ${n % 3} is read only`
  await store.send(...Array.from({ length: EACH }, (_, n) => ({ message: message(n) })))
  const [{ id } = { id: 0 }] = (await listSignatures({ reach: everything, limit: 1 })).items

  const sending = Array.from({ length: ROUNDS }, (_, round) =>
    store.send(
      ...Array.from({ length: EACH }, (_, n) => ({ message: message(round + n), host: `h-${n}` })),
    ),
  )
  const operating = (async () => {
    for (let n = 0; n < 5; n++) {
      const { id: part, entry } = await splitSignature(
        id,
        { regex: `shard ${n} of`, name: '' },
        ada,
      )
      if (n % 2 === 0) await undoChange(undoers, entry, ada)
      else await operateOn({ action: 'merge', into: id, ids: [part] }, ada)
      await store.renew()
    }
  })()
  await Promise.all([...sending, operating])

  const { items } = await listSignatures({ reach: everything, limit: 100 })
  expect(items.reduce((sum, { count }) => sum + count, 0)).toBe((ROUNDS + 1) * EACH)
  expect(await contradictions(store.pool)).toEqual([])
})
