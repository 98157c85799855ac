import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Person } from '#lib/access/person.ts'
import { undoChange } from '#lib/audit/mutations.ts'
import { getAuditRetention } from '#lib/audit/retention/data.ts'
import { setAuditRetention } from '#lib/audit/retention/mutations.ts'
import { changeSignature } from '#lib/errors/mutations.ts'
import { undoers } from '#lib/registry.ts'
import { ada } from '#tests/actor.ts'
import { openStore, type Store } from '#tests/lib/errors/store.ts'

let store: Store
let signature: number
beforeAll(async () => {
  store = await openStore()
  await store.send({ message: 'disk is full' })
  signature = await store.signatureOf('disk is full')
})
afterAll(() => store.close())
beforeEach(async () => {
  await store.pool.query(`update project set groups = '{}'; update signature set name = ''`)
})

const nobody: Person = { ...ada, name: 'nobody', role: 'viewer' }
const editor: Person = { ...ada, name: 'ed', role: 'editor' }

async function renamed(): Promise<number> {
  const [entry = 0] = await changeSignature(signature, { name: 'Disk' }, ada)
  return entry
}
async function retained(): Promise<number> {
  const { days } = await getAuditRetention()
  await setAuditRetention({ days: days + 1 }, ada)
  const { rows } = await store.pool.query('select max(id)::int as id from audit')
  return rows[0].id
}

test.each<[string, Person, () => Promise<number>, string | null]>([
  ['an editor takes back what was done with errors', editor, renamed, null],
  ['a viewer does not', nobody, renamed, 'forbidden'],
  ['a token narrowed to monitors does not', narrowed('monitors:write'), renamed, 'forbidden'],
  ['an admin takes back a setting', ada, retained, null],
  ['an editor does not', editor, retained, 'forbidden'],
  ['whoever may change errors only does not', narrowed('errors:write'), retained, 'forbidden'],
])('%s', async (_, person, change, code) => {
  const undoing = undoChange(undoers, await change(), person)
  if (code) await expect(undoing).rejects.toMatchObject({ code })
  else expect(await undoing).toBeGreaterThan(0)
})

function narrowed(right: 'monitors:write' | 'errors:write'): Person {
  return { ...ada, scope: [right] }
}

test('what somebody does not reach is not there for them to undo', async () => {
  const entry = await renamed()
  await store.pool.query(`update project set groups = '{ops}'`)
  await expect(undoChange(undoers, entry, editor)).rejects.toMatchObject({ code: 'not_found' })
  expect(await undoChange(undoers, entry, { ...editor, groups: ['ops'] })).toBeGreaterThan(entry)
})

test('what no rule takes back stays done', async () => {
  const { rows } = await store.pool.query(
    `insert into audit (person, action, subject, subject_id)
     values ('x', 'constructor', '', '') returning id::int`,
  )
  await expect(undoChange(undoers, rows[0].id, ada)).rejects.toMatchObject({ code: 'conflict' })
  await expect(undoChange(undoers, 2_000_000, ada)).rejects.toMatchObject({ code: 'not_found' })
})
