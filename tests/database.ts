import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { openDb } from '#lib/db/client.ts'

/** Runs one statement on the tests' server, outside of any file's database. */
export async function admin(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl() })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}

const THE_TESTS = 'the-tests'

/** Ends the connections of everybody else to the database, as a restart of it does. */
export const cutConnections = (url: string) =>
  admin(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = '${new URL(url).pathname.slice(1)}' and application_name <> '${THE_TESTS}'`,
  )

/**
 * A database of its own, migrated and empty, which is also this process's `DATABASE_URL`.
 * Close it in `afterAll`.
 */
export async function freshDatabase() {
  const name = `t_${randomUUID().replaceAll('-', '')}`
  await admin(`create database ${name} template template`)
  const url = serverUrl().replace(/belfry$/, name)
  process.env.DATABASE_URL = url

  const opened = openDb(`${url}?application_name=${THE_TESTS}`)
  const shared = globalThis as { belfryDb?: ReturnType<typeof openDb> }
  shared.belfryDb = opened
  return {
    url,
    db: opened.db,
    pool: opened.pool,
    async close() {
      await opened.close()
      delete shared.belfryDb
      await admin(`drop database if exists ${name} with (force)`)
    },
  }
}

function serverUrl(): string {
  const url = process.env.BELFRY_TEST_SERVER
  if (!url) throw new Error('the tests run under vitest, whose global setup starts the server')
  return url
}
