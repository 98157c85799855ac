import { overPrisma } from '#lib/db/change.ts'
import { type Db, openDb } from '#lib/db/client.ts'
import { migrate, missingMigrations } from '#lib/db/migrate.ts'
import type { Env } from '#lib/env.ts'
import { reasonOf, UserError } from '#lib/failures.ts'
import { runningServerUrl } from '#lib/roles/postgres.ts'
import { refuseForeignSecret } from '#lib/roles/sealed.ts'

/** `DATABASE_URL`, or the embedded server of the Belfry that runs on this data folder. */
export function databaseUrl(env: Env): string {
  const url = env.databaseUrl ?? runningServerUrl(env.dataFolder)
  if (url) return url
  throw new UserError(
    `There is no database: set DATABASE_URL, or start Belfry with npm start (no embedded database runs on ${env.dataFolder}).`,
  )
}

/**
 * Brings the database to this code's schema and answers what was applied.
 * Throws a UserError when it can't be reached, is newer than the code, or holds secrets of another installation.
 */
export async function prepareDatabase(url: string): Promise<string[]> {
  try {
    const applied = await migrate(url)
    await withDb(url, db => refuseForeignSecret(overPrisma(db)))
    return applied
  } catch (error) {
    throw unreachable(url, error)
  }
}

/** Throws a UserError unless the database is ready for this code; changes nothing. */
export async function checkDatabase(url: string): Promise<void> {
  try {
    const missing = await missingMigrations(url)
    if (missing.length > 0)
      throw new UserError(
        `The database is older than this code: it lacks ${missing.join(', ')}. Start Belfry, or run belfry apply.`,
      )
  } catch (error) {
    throw unreachable(url, error)
  }
}

/** A client for one piece of work, closed after it. */
export async function withDb<T>(url: string, work: (db: Db) => Promise<T>): Promise<T> {
  const opened = openDb(url, 2)
  try {
    return await work(opened.db)
  } finally {
    await opened.close()
  }
}

/** The same error, or a sentence about the database when that is what failed. */
function unreachable(url: string, error: unknown): unknown {
  if (error instanceof UserError || !isUnreachable(error)) return error
  return new UserError(
    `The database at ${withoutPassword(url)} cannot be reached: ${reasonOf(error)}`,
  )
}

/** Errors of connecting carry an errno name or one of PostgreSQL's classes 08, 28, 3D, 57; too many are connected; it takes no writes. */
function isUnreachable(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.some(isUnreachable)
  const code = String((error as { code?: unknown }).code ?? '')
  return (
    /^(E[A-Z_]+|08\w{3}|28\w{3}|3D\w{3}|57\w{3}|53300|read_only)$/.test(code) ||
    /connect|terminated|password/i.test(reasonOf(error))
  )
}

const withoutPassword = (url: string) => url.replace(/\/\/([^:@/]*)(:[^@/]*)?@/, '//$1@')
