import { createHash, randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { runMigrations } from 'graphile-worker'
import type pg from 'pg'
import { openPool } from '#lib/db/client.ts'
import { Connection } from '#lib/db/connection.ts'
import { reasonOf, UserError } from '#lib/failures.ts'

const FOLDER = join(import.meta.dirname, '../../prisma/migrations')
/** Any number that nothing else locks with; held while migrating. */
const MIGRATION_LOCK = 8_365_379

/**
 * Brings a database to this code's schema: the queue's own migrations, then ours, all in one
 * transaction, recorded in the table that Prisma uses. Only one process migrates at a time.
 * With `only`, to the older schema that has just these. Throws a UserError when the database is newer than this code
 * or an applied migration was changed, or one fails: then the database is as it was.
 */
export async function migrate(
  url: string,
  { folder = FOLDER, only }: { folder?: string; only?: readonly string[] } = {},
): Promise<string[]> {
  const client = new Connection({ connectionString: url, application_name: 'belfry migrate' })
  await client.connect()
  try {
    await noticeDeath(client)
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK])
    await refuseOldServer(client)
    await migrateQueue(url)
    const migrations = migrationsIn(folder)
    return await applyMissing(client, migrations, name => only?.includes(name) ?? true)
  } finally {
    await client.end()
  }
}

/** Without it what a killed process began goes on until its statement ends, and holds up whoever is next. Not every system can. */
const noticeDeath = (client: pg.ClientBase) =>
  client.query(`set client_connection_check_interval = '1s'`).catch(() => {})

async function migrateQueue(url: string) {
  const pgPool = openPool(url, 1)
  try {
    await runMigrations({ pgPool })
  } finally {
    await pgPool.end()
  }
}

/** The migrations that a database lacks; changes nothing. Refuses the databases that `migrate` refuses. */
export async function missingMigrations(url: string, folder = FOLDER): Promise<string[]> {
  const client = new Connection({ connectionString: url, application_name: 'belfry' })
  await client.connect()
  try {
    const { rows } = await client.query<{ known: boolean }>(
      `select to_regclass('_prisma_migrations') is not null as known`,
    )
    const migrations = migrationsIn(folder)
    const missing = rows[0]?.known ? await missingOf(client, migrations) : migrations
    return missing.map(migration => migration.name)
  } finally {
    await client.end()
  }
}

interface Migration {
  name: string
  sql: string
  checksum: string
}

/** The names of all migrations that this code has. */
export const knownMigrations = (): string[] => migrationsIn(FOLDER).map(({ name }) => name)

function migrationsIn(folder: string): Migration[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter(entry => entry.isDirectory())
    .map(entry => entry.name)
    .sort()
    .map(name => {
      const sql = readFileSync(join(folder, name, 'migration.sql'), 'utf8')
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
    })
}

async function refuseOldServer(client: pg.Client) {
  const { rows } = await client.query<{ version: number }>(
    `select current_setting('server_version_num')::int as version`,
  )
  const version = rows[0]?.version ?? 0
  if (version < 150_000)
    throw new UserError(
      `PostgreSQL 15 or newer is needed; this server is ${Math.floor(version / 10_000)}.`,
    )
}

/** All or none: what an update brought half way would fit neither release. */
async function applyMissing(
  client: pg.Client,
  migrations: Migration[],
  isWanted: (name: string) => boolean,
): Promise<string[]> {
  await client.query('begin')
  try {
    await client.query(`create table if not exists _prisma_migrations (
      id varchar(36) primary key, checksum varchar(64) not null, finished_at timestamptz,
      migration_name varchar(255) not null, logs text, rolled_back_at timestamptz,
      started_at timestamptz not null default now(), applied_steps_count integer not null default 0)`)
    const missing = await missingOf(client, migrations)
    const wanted = missing.filter(({ name }) => isWanted(name))
    for (const migration of wanted) await apply(client, migration)
    await client.query('commit')
    return wanted.map(migration => migration.name)
  } catch (error) {
    // Where the connection is gone, the server does so by itself.
    await client.query('rollback').catch(() => {})
    throw error
  }
}

async function missingOf(client: pg.Client, migrations: Migration[]): Promise<Migration[]> {
  const { rows } = await client.query<{ migration_name: string; checksum: string }>(
    'select migration_name, checksum from _prisma_migrations where finished_at is not null',
  )
  const applied = new Map(rows.map(row => [row.migration_name, row.checksum]))
  refuseForeign(applied, migrations)
  return migrations.filter(migration => !applied.has(migration.name))
}

function refuseForeign(applied: Map<string, string>, migrations: Migration[]) {
  const known = new Map(migrations.map(migration => [migration.name, migration.checksum]))
  const newer = [...applied.keys()].filter(name => !known.has(name))
  if (newer.length > 0)
    throw new UserError(
      `The database is newer than this code: it has ${newer.join(', ')}. Start the newer release.`,
    )

  const changed = migrations.find(
    ({ name, checksum }) => applied.has(name) && applied.get(name) !== checksum,
  )
  if (changed) throw new UserError(`Migration ${changed.name} was changed after it was applied.`)
}

async function apply(client: pg.Client, { name, sql, checksum }: Migration) {
  try {
    await client.query(sql)
    await client.query(
      `insert into _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
       values ($1, $2, $3, now(), 1)`,
      [randomUUID(), checksum, name],
    )
  } catch (error) {
    const told = `The database was left as it was: its migration ${name} failed: ${reasonOf(error)}`
    throw new UserError(told)
  }
}
