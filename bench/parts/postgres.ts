import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrate } from '#lib/db/migrate.ts'
import { startPostgres } from '#lib/roles/postgres.ts'

/** Runs `work` with an embedded PostgreSQL of its own, migrated and empty. */
export async function withPostgres<T>(work: (url: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'belfry-bench-'))
  const server = await startPostgres(folder, line => void process.stderr.write(`${line}\n`))
  process.env.DATABASE_URL = server.url
  try {
    await migrate(server.url)
    return await work(server.url)
  } finally {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
