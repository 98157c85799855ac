import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrate } from '#lib/db/migrate.ts'
import { startPostgres } from '#lib/roles/postgres.ts'
import { admin } from '#tests/database.ts'

/** What a server does for the day when the power fails; a process that is killed loses nothing without it. */
const FOR_POWER_CUTS = ['fsync', 'full_page_writes']

/** One server for all test files, with a migrated template that each file copies. */
export default async function setup() {
  const folder = mkdtempSync(join(tmpdir(), 'belfry-tests-'))
  const server = await startPostgres(folder, console.error)
  process.env.BELFRY_TEST_SERVER = server.url
  for (const setting of FOR_POWER_CUTS) await admin(`alter system set ${setting} = off`)
  await admin('select pg_reload_conf()')
  await admin('create database template')
  await migrate(server.url.replace(/belfry$/, 'template'))

  return async () => {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
