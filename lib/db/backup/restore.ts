import type { Readable } from 'node:stream'
import { finished, pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { createZstdDecompress } from 'node:zlib'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { type Extract, extract } from 'tar-stream'
import {
  ENDING,
  type Ending,
  ending,
  MANIFEST,
  type Manifest,
  manifest,
  type Table,
  tableOfPiece,
} from '#lib/db/backup/manifest.ts'
import { Connection } from '#lib/db/connection.ts'
import { knownMigrations, migrate } from '#lib/db/migrate.ts'
import { reasonOf, UserError } from '#lib/failures.ts'

type Entry = Extract extends AsyncIterable<infer Source> ? Source : never

/** Made before the first table, and gone with the end: a restore that was cut off can be started again. */
const MARK = 'belfry_restore'

/**
 * Fills the empty database at `url` from a backup: the schema that it had, and its rows in one transaction. Answers how many rows of
 * which table. Throws a UserError when the database is not empty, the backup is not whole or
 * none, or of a newer release.
 */
export async function restoreBackup(url: string, input: Readable): Promise<Ending['rows']> {
  const client = new Connection({ connectionString: url, application_name: 'belfry restore' })
  await client.connect()
  try {
    await refuseFilled(client)
    const entries = extract()
    const restored = fill(url, client, entries).catch(error => {
      entries.destroy(error)
      throw error
    })
    const read = pipeline(input, createZstdDecompress(), entries)
    const [rows] = await Promise.all([restored, read])
    return rows
  } catch (error) {
    throw isOfDatabase(error) || error instanceof UserError ? error : notWhole(reasonOf(error))
  } finally {
    await client.end()
  }
}

/** Entries are lost unless it listens before the first one comes. */
async function fill(url: string, client: pg.Client, entries: Extract): Promise<Ending['rows']> {
  let opened: Opened | undefined
  let rows: Ending['rows'] | undefined
  for await (const entry of entries) {
    const { name } = entry.header
    if (name === MANIFEST) opened = await open(url, client, await contentOf(entry, manifest))
    else if (!opened || rows) throw notWhole()
    else if (name === ENDING) rows = await finish(client, opened, await contentOf(entry, ending))
    else await takePiece(client, opened, entry)
  }
  if (!rows) throw notWhole()
  return rows
}

/** What is being filled. */
interface Opened {
  tables: ReadonlyMap<string, Table>
  rows: Ending['rows']
  copying?: { table: string; stream: ReturnType<typeof copyFrom>; ended: Promise<void> }
}

async function refuseFilled(client: pg.Client) {
  const { rows } = await client.query<{ isFree: boolean }>(
    `select to_regclass('${MARK}') is not null or not exists (
       select from pg_class where relkind in ('r', 'p') and relnamespace = current_schema()::regnamespace
     ) as "isFree"`,
  )
  if (!rows[0]?.isFree)
    throw new UserError('The database is not empty: a backup is restored into a new one.')
}

/** The schema, and the beginning of the transaction. */
async function open(url: string, client: pg.Client, { tables, migrations }: Manifest) {
  const known = new Set(knownMigrations())
  const newer = migrations.filter(name => !known.has(name))
  if (newer.length > 0)
    throw new UserError(
      `The backup is newer than this code: it has ${newer.join(', ')}. Restore it with the newer release.`,
    )
  await client.query(`create table if not exists ${MARK} ()`)
  await migrate(url, { only: migrations })
  await client.query('begin')
  for (const table of tables) await client.query(create(table))
  // What migrations put in is in the backup, too.
  await client.query(`truncate ${tables.map(({ name }) => pg.escapeIdentifier(name)).join(', ')}`)
  return { tables: new Map(tables.map(table => [table.name, table])), rows: {} }
}

/** A day's part, or one that was taken out of its whole to be moved away. */
function create({ name, partition }: Table): string {
  const table = pg.escapeIdentifier(name)
  if (partition)
    return `create table if not exists ${table} partition of ${pg.escapeIdentifier(partition.of)} ${partition.bound}`
  const whole = pg.escapeIdentifier(name.replace(/_\d{8}$/, ''))
  return `create table if not exists ${table} (like ${whole} including defaults including indexes)`
}

/** The pieces of a table come one after the other, and are one copy. */
async function takePiece(client: pg.Client, opened: Opened, entry: Entry) {
  const name = tableOfPiece(entry.header.name)
  const table = name === undefined ? undefined : opened.tables.get(name)
  if (!table) throw notWhole()
  if (opened.copying?.table !== table.name) {
    await endCopy(opened)
    const columns = table.columns.map(column => pg.escapeIdentifier(column)).join(', ')
    const text = `copy ${pg.escapeIdentifier(table.name)} (${columns}) from stdin`
    const stream = client.query(copyFrom(text))
    const ended = finished(stream)
    // Told of when there is something to wait for.
    ended.catch(() => {})
    opened.copying = { table: table.name, stream, ended }
  }
  const { stream, ended } = opened.copying
  // One by one: what still waits in it when the server refuses a row would be written nowhere.
  const write = promisify(stream.write.bind(stream) as Write)
  for await (const chunk of entry) await Promise.race([write(chunk as Buffer), ended])
}

type Write = (chunk: Buffer, done: (error?: Error | null) => void) => void

async function endCopy(opened: Opened) {
  if (!opened.copying) return
  const { table, stream, ended } = opened.copying
  stream.end()
  await ended
  opened.rows[table] = stream.rowCount
  delete opened.copying
}

async function finish(client: pg.Client, opened: Opened, { rows, sequences }: Ending) {
  await endCopy(opened)
  const differing = Object.keys(rows).find(table => rows[table] !== (opened.rows[table] ?? 0))
  if (differing !== undefined) throw notWhole()
  for (const { table, column, last } of sequences)
    await client.query(`select setval(pg_get_serial_sequence(quote_ident($1), $2), $3::bigint)`, [
      ...[table, column, last],
    ])
  await client.query(`drop table ${MARK}`)
  await client.query('commit')
  return rows
}

async function contentOf<T>(entry: Entry, schema: { parse(value: unknown): T }): Promise<T> {
  const chunks: Uint8Array[] = []
  for await (const chunk of entry) chunks.push(chunk as Uint8Array)
  try {
    return schema.parse(JSON.parse(Buffer.concat(chunks).toString()))
  } catch {
    throw notWhole()
  }
}

const notWhole = (why = '') =>
  new UserError(`This is no backup of Belfry, or not the whole of one${why && ` (${why})`}.`)

/** Not of what was to be put into it, which is class 22. */
const isOfDatabase = (error: unknown) =>
  error instanceof pg.DatabaseError && error.code?.startsWith('22') !== true
