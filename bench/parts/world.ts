import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Pool } from 'pg'
import { withPostgres } from '#bench/parts/postgres.ts'
import { openPool } from '#lib/db/client.ts'

/** What the measures of an intake need beside it. */
export interface World {
  /** of an embedded PostgreSQL, migrated and empty */
  url: string
  pool: Pool
  /** for files, as long as the work lasts */
  folder: string
}

export const withWorld = <T>(work: (world: World) => Promise<T>): Promise<T> =>
  withPostgres(async url => {
    const folder = mkdtempSync(join(tmpdir(), 'belfry-bench-files-'))
    const pool = openPool(url)
    try {
      return await work({ url, pool, folder })
    } finally {
      await pool.end()
      rmSync(folder, { recursive: true, force: true })
    }
  })
