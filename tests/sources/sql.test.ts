import { expect, test } from 'vitest'
import { sqlSource } from '#sources/sql.ts'
import { instanceOf } from '#tests/sources/fakes.ts'

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

test.each([
  'postgres://u:p@169.254.169.254/d',
  'mysql://u:p@[fd00:ec2::254]/d',
  'mssql://u:p@[fe80::1]/d',
])('%s is refused, whoever typed it', async url => {
  await expect(instanceOf(sqlSource, { url }).call('value', ['select 1'])).rejects.toMatchObject({
    name: 'RemoteError',
    permanent: true,
    message: expect.stringContaining('may not be asked by anyone'),
  })
})
