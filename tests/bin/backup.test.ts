import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openPool } from '#lib/db/client.ts'
import { admin, freshDatabase } from '#tests/database.ts'
import { seed } from '#tests/seed.ts'

const COMMAND = join(import.meta.dirname, '../../bin/belfry.js')
const folder = mkdtempSync(join(tmpdir(), 'belfry-backup-command-'))
const file = join(folder, 'all.backup')
const restored = `restored_by_command_${process.pid}`

let database: Awaited<ReturnType<typeof freshDatabase>>
let other: string
beforeAll(async () => {
  database = await freshDatabase()
  await seed(database.url)
  await admin(`create database ${restored}`)
  other = database.url.replace(/[^/]+$/, restored)
})
afterAll(async () => {
  await database.close()
  await admin(`drop database if exists ${restored} with (force)`)
  rmSync(folder, { recursive: true })
})

const belfry = (args: string[], env: Record<string, string> = {}) => {
  const { status, stderr } = spawnSync(process.execPath, [COMMAND, ...args], {
    ...{ cwd: folder, encoding: 'utf8' },
    env: { ...process.env, BELFRY_LOG: '', BELFRY_DATA: folder, ...env },
  })
  return { status, stderr }
}

test('a backup is a file that nobody else reads, and fills a new database', async () => {
  const { status, stderr } = belfry(['backup', file])
  expect([status, stderr]).toEqual([0, expect.stringMatching(/^\d+ tables, \d+ rows\n$/)])
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(existsSync(`${file}.partial`)).toBe(false)

  expect(belfry(['restore', file], { DATABASE_URL: other })).toEqual({ status: 0, stderr })
  const pool = openPool(other, 1)
  const { rows } = await pool.query('select name from monitor order by id')
  await pool.end()
  expect(rows).toEqual(
    await database.db.monitor.findMany({ select: { name: true }, orderBy: { id: 'asc' } }),
  )
})

test('what is not empty is not filled', () => {
  expect(belfry(['restore', file])).toEqual({
    status: 1,
    stderr: 'The database is not empty: a backup is restored into a new one.\n',
  })
})

test('with another secret it says that everything is there, and what is missing', async () => {
  await database.pool.query(
    `insert into project_key (project_id, public_key, private_key) values (1, 'of another', '\\x00')`,
  )
  await admin(`drop database ${restored} with (force)`)
  await admin(`create database ${restored}`)
  belfry(['backup', file])
  const { status, stderr } = belfry(['restore', file], { DATABASE_URL: other })
  expect(status).toBe(1)
  expect(stderr).toMatch(/^Everything is restored\. Before it can be used: /)
})

test.each([
  [
    'a folder that is not there',
    ['backup', '/nowhere/all.backup'],
    /^\/nowhere\/all\.backup cannot be written: /,
  ],
  ['a file that is not there', ['restore', 'nowhere.backup'], /^The backup cannot be read: /],
])('%s is named', (_, args, message) => {
  const { status, stderr } = belfry(args)
  expect([status, stderr]).toEqual([1, expect.stringMatching(message)])
})

test('a file of something else is no backup', async () => {
  writeFileSync(join(folder, 'other'), 'hello')
  await admin(`drop database if exists ${restored} with (force)`)
  await admin(`create database ${restored}`)
  const { status, stderr } = belfry(['restore', 'other'], { DATABASE_URL: other })
  expect([status, stderr]).toEqual([1, expect.stringMatching(/^This is no backup of Belfry/)])
})
