import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { migrate } from '#lib/db/migrate.ts'
import { freshDatabase } from '#tests/database.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.close())

function folderWith(migrations: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'belfry-migrations-'))
  for (const [name, sql] of Object.entries(migrations)) {
    mkdirSync(join(folder, name))
    writeFileSync(join(folder, name, 'migration.sql'), sql)
  }
  return folder
}

test('a migrated database needs nothing more', async () => {
  expect(await migrate(database.url)).toEqual([])
})

test('a database that is newer than the code is refused by name', async () => {
  await expect(migrate(database.url, { folder: folderWith({}) })).rejects.toMatchObject({
    name: 'UserError',
    message: expect.stringMatching(/newer than this code: it has 0001/),
  })
})

test('a failing migration leaves nothing behind and several at once apply each only once', async () => {
  const other = await freshDatabase()
  await other.pool.query('drop table _prisma_migrations')
  const broken = folderWith({ '0001_a': 'create table a (id int); select broken;' })
  await expect(migrate(other.url, { folder: broken })).rejects.toThrow('0001_a failed')
  expect((await other.pool.query(`select to_regclass('a') as a`)).rows[0].a).toBeNull()

  const whole = folderWith({
    '0001_a': 'create table a (id int)',
    '0002_b': 'alter table a add b int',
  })
  const applied = await Promise.all([
    migrate(other.url, { folder: whole }),
    migrate(other.url, { folder: whole }),
    migrate(other.url, { folder: whole }),
  ])
  expect(applied.flat().sort()).toEqual(['0001_a', '0002_b'])
  await other.close()
})
