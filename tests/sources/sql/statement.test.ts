import { expect, test } from 'vitest'
import { firstWord, refuseUnlessQuery } from '#sources/sql/statement.ts'

test.each([
  ['select 1', 'SELECT'],
  ['  \n\tWith x as (select 1) select * from x', 'WITH'],
  ['(select 1) union (select 2)', 'SELECT'],
  ['-- why\n-- and how\nselect 1', 'SELECT'],
  ['/* a /* nested */ one */ select 1', 'SELECT'],
  [';;select 1', 'SELECT'],
  ['/*!50000 delete from x */', '/*!50000'],
  ['/* never ends', ''],
  ['', ''],
  ['-- only this', ''],
])('%j begins with %s', (sql, word) => expect(firstWord(sql)).toBe(word))

test.each([
  'insert into x values (1)',
  'COMMIT',
  'copy x to program $$id$$',
  'set role admin',
  'do $$begin end$$',
  'call f()',
  'listen x',
  'prepare x as delete from y',
  'lock table x',
  'attach database "x" as y',
  'pragma writable_schema=on',
  '/* select */ delete from x',
  '/*! select */ delete from x',
])('%s is refused', sql => {
  expect(() => refuseUnlessQuery(sql)).toThrow('a source is read-only')
})
