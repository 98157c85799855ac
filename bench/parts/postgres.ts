import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openPool } from '#lib/db/client.ts'
import { migrate } from '#lib/db/migrate.ts'
import { startPostgres } from '#lib/roles/postgres.ts'

/** Runs `work` with an embedded PostgreSQL of its own, migrated and empty, with these settings (`name = value`). */
export async function withPostgres<T>(
  work: (url: string) => Promise<T>,
  settings: readonly string[] = [],
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'belfry-bench-'))
  if (settings.length > 0) await set(folder, settings)
  const server = await startPostgres(folder, say)
  process.env.DATABASE_URL = server.url
  try {
    await migrate(server.url)
    return await work(server.url)
  } finally {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function set(folder: string, settings: readonly string[]) {
  const server = await startPostgres(folder, say)
  const pool = openPool(server.url)
  for (const setting of settings) await pool.query(`alter system set ${setting}`)
  await pool.end()
  await server.stop()
}

const say = (line: string) => void process.stderr.write(`${line}\n`)
