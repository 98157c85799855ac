import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrate } from '#lib/db/migrate.ts'
import { startPostgres } from '#lib/roles/postgres.ts'
import { admin } from '#tests/database.ts'

/** One server for all test files, with a migrated template that each file copies. */
export default async function setup() {
  const folder = mkdtempSync(join(tmpdir(), 'belfry-tests-'))
  const server = await startPostgres(folder, console.error)
  process.env.BELFRY_TEST_SERVER = server.url
  await admin('create database template')
  await migrate(server.url.replace(/belfry$/, 'template'))

  return async () => {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
