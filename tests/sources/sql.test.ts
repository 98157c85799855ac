import { expect, test } from 'vitest'
import { sqlSource } from '#sources/sql.ts'

test.each([
  'postgres://u:p@h/d',
  'postgresql://h/d',
  'mysql://h/d',
  'mariadb://h/d',
  'sqlite:///var/shop.db',
  'sqlite:shop.db',
  'mssql://u:p@h/d',
])('%s names a database', url => {
  expect(sqlSource.config.safeParse({ url }).success).toBe(true)
})

test.each(['', 'shop.db', 'http://h/d', 'constructor://h', 'oracle://h/d'])('%j does not', url => {
  const { error } = sqlSource.config.safeParse({ url })
  expect(error?.issues[0]?.message).toContain('must begin with postgres://')
})
