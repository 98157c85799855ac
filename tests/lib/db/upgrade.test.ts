import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { cpSync, createReadStream, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Pool } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { restoreBackup } from '#lib/db/backup/restore.ts'
import { openPool } from '#lib/db/client.ts'
import { knownMigrations, migrate } from '#lib/db/migrate.ts'
import { prepareDatabase } from '#lib/roles/database.ts'
import { planRuns } from '#lib/runs/planned.ts'
import { admin } from '#tests/database.ts'
import { fakeSandbox, runnerWith, waitingRuns } from '#tests/lib/runs/world.ts'
import { take } from '#tests/lib/streams/feed/world.ts'
import { openWorker, streamsNow } from '#tests/lib/streams/running/world.ts'
import { until } from '#tests/until.ts'

/** A backup of a database that the release before has filled: with something of every kind. */
const BEFORE = join(import.meta.dirname, 'releases/0007.backup')
const MIGRATIONS = join(import.meta.dirname, '../../../prisma/migrations')
const REST = knownMigrations().filter(name => name > '0008')

const made: string[] = []
const folders: string[] = []
const pools: Pool[] = []
const urlOf = (name: string) => String(process.env.BELFRY_TEST_SERVER).replace(/belfry$/, name)
const base = newName()
beforeAll(async () => {
  await admin(`create database ${base}`)
  await restoreBackup(urlOf(base), createReadStream(BEFORE))
})
afterAll(async () => {
  for (const pool of pools) await pool.end()
  for (const name of made) await admin(`drop database if exists ${name} with (force)`)
  for (const folder of folders) rmSync(folder, { recursive: true })
})

function newName() {
  const name = `t_${randomUUID().replaceAll('-', '')}`
  made.push(name)
  return name
}

/** A database as the release before left it. */
async function oldDatabase() {
  const name = newName()
  await admin(`create database ${name} template ${base}`)
  const pool = openPool(urlOf(name), 4)
  pools.push(pool)
  return { url: urlOf(name), pool }
}

/** The migrations of this release, and more. */
function folderWith(more: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'belfry-upgrade-'))
  folders.push(folder)
  cpSync(MIGRATIONS, folder, { recursive: true })
  for (const [name, sql] of Object.entries(more)) {
    mkdirSync(join(folder, name))
    writeFileSync(join(folder, name, 'migration.sql'), sql)
  }
  return folder
}

type Columns = Record<string, string[]>

/** Of every table. */
async function columnsOf(pool: Pool): Promise<Columns> {
  const { rows } = await pool.query<{ name: string; columns: string[] }>(`
    select relname as name, array_agg(attname::text order by attnum) as columns
    from pg_class c join pg_attribute a on attrelid = c.oid and attnum > 0 and not attisdropped
    where relkind = 'r' and relnamespace = 'public'::regnamespace group by 1 order by 1`)
  return Object.fromEntries(rows.map(({ name, columns }) => [name, columns]))
}

/** All that is in these columns, as one number a table. */
async function sumsOf(pool: Pool, tables: Columns): Promise<Record<string, string>> {
  const sums: Record<string, string> = {}
  for (const [name, columns] of Object.entries(tables)) {
    const { rows } = await pool.query<{ sum: string }>(
      `select count(*) || ' ' || coalesce(sum(hashtextextended(row(${columns.map(column => `"${column}"`)})::text, 0)::numeric), 0) as sum
       from "${name}"`,
    )
    sums[name] = rows[0]?.sum ?? ''
  }
  return sums
}

test('a database of the release before is brought to this one at the start, with all that is in it', async () => {
  const { url, pool } = await oldDatabase()
  const { _prisma_migrations: _, ...tables } = await columnsOf(pool)
  const before = await sumsOf(pool, tables)
  expect(Object.values(before).filter(sum => !sum.startsWith('0 ')).length).toBeGreaterThan(35)

  expect(await prepareDatabase(url)).toEqual(REST)
  expect(await sumsOf(pool, tables)).toEqual(before)
})

test('every row gets the project of what it belongs to', async () => {
  const { url, pool } = await oldDatabase()
  await pool.query(`
    with signatures as (
      insert into signature (project_id, origin, template, first_message, root_id, level, first_seen, last_seen)
      values (2, 'template', 'it broke', 'it broke', 1, 3, now(), now()) returning id),
    metrics as (
      insert into metric (project_id, name, kind, first_seen, last_seen)
      values (2, 'sold', 'counter', now(), now()) returning id),
    series as (
      insert into metric_series (metric_id, filters, filter_values) select id, '{}', '{}' from metrics returning id),
    minutes as (insert into metric_minute select id, 60, 1, 1, 1, 1, 1, 60 from series),
    facets as (insert into error_facet select id, 'host', 'web', 1, now() from signatures)
    insert into error_second select id, now(), 1 from signatures`)
  await prepareDatabase(url)
  const { rows } = await pool.query(`
    select distinct p.project_id as given, t.project_id as noted from (
      select signature_id, project_id from error_second union all
      select signature_id, project_id from error_minute union all
      select signature_id, project_id from error_hour union all
      select signature_id, project_id from error_facet) t join signature p on p.id = t.signature_id
    union select p.project_id, t.project_id from metric_series t join metric p on p.id = t.metric_id
    union select p.project_id, t.project_id from metric_minute t join metric_series p on p.id = t.series_id
    union select p.project_id, t.project_id from stream_event t join stream p on p.id = t.stream_id
    order by 1`)
  expect(rows).toEqual([
    { given: 1, noted: 1 },
    { given: 2, noted: 2 },
  ])
})

test('and goes on where it was: monitors run, streams that were open are completed', async () => {
  const { url, pool } = await oldDatabase()
  process.env.DATABASE_URL = url
  await prepareDatabase(url)
  const { rows } = await pool.query<{ id: number }>(
    `select id from monitor where name = 'Checkout'`,
  )
  await planRuns(pool, [{ monitorId: rows[0]?.id ?? 0, at: new Date() }])
  await runnerWith(pool, fakeSandbox()).work(await waitingRuns(pool))
  const changes = await pool.query(`select "from", "to" from transition order by id`)
  expect(changes.rows.slice(-2)).toEqual([
    { from: 'OK', to: 'ALARM' },
    { from: 'ALARM', to: 'OK' },
  ])

  await take(pool, [{ type: 'shipment', uid: 'b-shipment', traits: { order: 'B' } }])
  const worker = openWorker(pool)
  try {
    await until(async () => (await streamsNow(pool)).every(({ state }) => state === 'completed'))
  } finally {
    await worker.stop(1_000)
  }
  expect(await streamsNow(pool)).toHaveLength(2)
})

test('roles that start at once update it once', async () => {
  const { url } = await oldDatabase()
  const applied = await Promise.all([prepareDatabase(url), prepareDatabase(url)])
  expect(applied.flat()).toEqual(REST)
})

test('an update that fails leaves everything as it was, the part that went well too, and says why', async () => {
  const { url, pool } = await oldDatabase()
  const before = await columnsOf(pool)
  const sums = await sumsOf(pool, before)
  const folder = folderWith({
    '9001_good': 'alter table monitor add half integer default 1',
    '9002_bad': 'update monitor set half = 2; alter table no_such_table add x integer',
  })
  await expect(migrate(url, { folder })).rejects.toMatchObject({
    name: 'UserError',
    message:
      'The database was left as it was: its migration 9002_bad failed: relation "no_such_table" does not exist',
  })
  expect(await columnsOf(pool)).toEqual(before)
  expect(await sumsOf(pool, before)).toEqual(sums)
  expect(await prepareDatabase(url)).toEqual(REST)
})

test('an update that is killed half way leaves everything as it was, and is done by the next start', async () => {
  const { url, pool } = await oldDatabase()
  const before = await columnsOf(pool)
  const folder = folderWith({
    '9001_long': 'alter table monitor add half integer; select pg_sleep(3600)',
  })
  const code = `
    import { migrate } from '#lib/db/migrate.ts'
    await migrate(${JSON.stringify(url)}, { folder: ${JSON.stringify(folder)} })`
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: 'ignore' })
  const isAtIt = async () => {
    const { rows } = await pool.query(
      `select from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'`,
    )
    return rows.length > 0
  }
  try {
    await until(isAtIt)
  } finally {
    child.kill('SIGKILL')
  }

  expect(await prepareDatabase(url)).toEqual(REST)
  const after = await columnsOf(pool)
  for (const [table, columns] of Object.entries(before))
    expect(after[table]?.slice(0, columns.length)).toEqual(columns)
  expect(after.monitor).toEqual(before.monitor)
})
