import fc from 'fast-check'
import { expect, test } from 'vitest'
import { statementOf } from '#client/sql/statement.ts'

test.each([
  ["select * from t where a = 'it''s' and b = 12.5e3", 'select * from t where a = ? and b = ?'],
  ["select E'it\\'s', e'\\\\' , 'next'", 'select ?, ? , ?'],
  ['select $$secret$$, $tag$ $$secret$$ $tag$, $1', 'select ?, ?, $1'],
  ['select "It""s 5", t1.c2 from t1', 'select "It""s 5", t1.c2 from t1'],
  ['select 1 -- secret\n, 2 /* secret\n */ , 3', 'select ? , ? , ?'],
  ['select f($1, 2)', 'select f($1, ?)'],
  ['select  a\n\tfrom   b', 'select a from b'],
  ['select a from b where c in ($1, $2,$3)', 'select a from b where c in (…)'],
  ["insert into t values (1, 'a'), (2, 'b')", 'insert into t values (…)'],
  ['insert into t values ($1, $2), ($3, $4), ($5, $6)', 'insert into t values (…)'],
  ["select 'never ended", 'select ?'],
  ['select ? from `a` where b = :name', 'select ? from `a` where b = :name'],
])('%s is kept as %s', (sql, statement) => {
  expect(statementOf(sql)).toBe(statement)
})

test('a text, whatever it is, is never in the statement', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (a, b) => {
      const quoted = [a, b].map(text => `'${text.replaceAll("'", "''")}'`)
      expect(statementOf(`select ${quoted[0]}, x from t where y = ${quoted[1]}`)).toBe(
        'select ?, x from t where y = ?',
      )
    }),
  )
})

test('a long statement is cut, and as fast as it is long', () => {
  const long = `select ${"a, 'b', ".repeat(100_000)}`
  expect(statementOf(long)).toHaveLength(2_000)
  expect(statementOf(`select '${'('.repeat(100_000)}`)).toBe('select ?')
})
