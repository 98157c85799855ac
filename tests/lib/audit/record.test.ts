import { afterAll, beforeAll, expect, test } from 'vitest'
import { getChange } from '#lib/audit/data.ts'
import { recordChange } from '#lib/audit/record.ts'
import { inTransaction } from '#lib/transaction.ts'
import { ada } from '#tests/actor.ts'
import { freshDatabase } from '#tests/database.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.close())

const entry = { actor: ada, action: 'change', subject: 'monitor', subjectId: 7, change: {} }

test('whatever stands in an entry can be stored, and steers no terminal', async () => {
  const hostile = '\u001b[2J\0\r\n\ud800'
  const id = await recordChange(database.pool, {
    ...{ ...entry, actor: { name: hostile, address: null }, name: hostile, subjectId: hostile },
    change: { [hostile]: hostile, deep: [{ text: '\0' }] },
  })
  const { person, name, subjectId, change } = await getChange(id)
  for (const text of [person, name, subjectId])
    expect(text).toBe('\ufffd[2J\ufffd\ufffd\ufffd\ufffd')
  expect(change).toMatchObject({ deep: [{ text: '\ufffd' }] })
})

test('a name of any length is kept as long as names are', async () => {
  const long = 'x'.repeat(1_000_000)
  const id = await recordChange(database.pool, { ...entry, name: long, subjectId: long })
  const { name, subjectId } = await getChange(id)
  expect([name.length, subjectId.length]).toEqual([250, 250])
})

test('goes with the transaction that it is written in', async () => {
  const before = await database.db.audit.count()
  const failing = inTransaction(database.pool, async client => {
    await recordChange(client, entry)
    throw new Error('and then something failed')
  })
  await expect(failing).rejects.toThrow('and then')
  expect(await database.db.audit.count()).toBe(before)
})
