import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sqlSource } from '#sources/sql.ts'
import { fakeContext, instanceOf } from '#tests/sources/fakes.ts'

const folder = mkdtempSync(join(tmpdir(), 'belfry-sqlite-'))
const file = join(folder, 'shop.db')
const shop = instanceOf(sqlSource, { url: `sqlite://${file}`, maxRows: 100, timeoutMs: 20_000 })

const ask = (method: string, sql: string, params?: unknown[], context = fakeContext()) =>
  shop.call(method, [sql, params], context)

beforeAll(() => {
  const database = new DatabaseSync(file)
  database.exec(`create table thing (id integer, name text, price real, bytes blob);
    insert into thing values (1, 'one', 1.5, x'dead'), (9007199254740993, null, null, null)`)
  database.close()
})
afterAll(async () => {
  await shop.close()
  rmSync(folder, { recursive: true })
})

test('rows come as plain values without loss', async () => {
  expect(await ask('execute', 'select *, 2 as id from thing order by rowid')).toEqual([
    { id: 1, name: 'one', price: 1.5, bytes: '\\xdead', id_2: 2 },
    { id: '9007199254740993', name: null, price: null, bytes: null, id_2: 2 },
  ])
  expect(await ask('rows', 'select 9e999, 0.1')).toEqual([['Infinity', 0.1]])
  expect(await ask('value', 'select count(*) from thing where name = ?', ['one'])).toBe(1)
})

test.each([
  [`select 1; delete from thing`, 'one statement'],
  [`with x as (select 1) delete from thing`, 'readonly database'],
  [`insert into thing values (3, 'x', 1, null)`, 'read-only'],
  [`attach '/tmp/other.db' as other`, 'read-only'],
  [`pragma journal_mode = delete`, 'read-only'],
  [`select load_extension('x')`, 'not authorized'],
  [`select nope`, 'no such column'],
])('%s is refused', async (sql, words) => {
  await expect(ask('rows', sql)).rejects.toMatchObject({
    name: 'UserError',
    message: expect.stringContaining(words),
  })
  expect(await ask('value', 'select count(*) from thing')).toBe(2)
})

test('a trailing semicolon and comment are no second statement', async () => {
  expect(await ask('value', 'select 1; -- done')).toBe(1)
})

const endless = 'with recursive x(a) as (select 1 union all select a + 1 from x)'

test('a query that takes too long is killed, and the next one is answered', async () => {
  const context = fakeContext({ timeoutMs: 500 })
  await expect(ask('rows', `${endless} select count(*) from x`, [], context)).rejects.toThrow(
    'took longer than 500 ms',
  )
  expect(await ask('value', 'select 1')).toBe(1)
})

test('a query does not wait for another one', async () => {
  const slow = ask(
    'rows',
    `${endless} select count(*) from x`,
    [],
    fakeContext({ timeoutMs: 5000 }),
  )
  const ended = slow.catch(() => 'killed')
  const first = await Promise.race([ended, ask('value', 'select 1')])
  expect(first).toBe(1)
  expect(await ended).toBe('killed')
})

test('rows beyond the limit are not even made', async () => {
  await expect(ask('rows', `${endless} select a from x`)).rejects.toThrow('more than 100 rows')
})

test('an enormous cell is an error', async () => {
  await expect(ask('rows', 'select zeroblob(900000000)')).rejects.toThrow('too big')
})

test('a file that is not there is told by name', async () => {
  const missing = instanceOf(sqlSource, { url: `sqlite://${folder}/none.db` })
  await expect(missing.call('rows', ['select 1'])).rejects.toMatchObject({
    name: 'RemoteError',
    message: expect.stringContaining('none.db'),
  })
  await missing.close()
})
