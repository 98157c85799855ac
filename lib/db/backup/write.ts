import type { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { constants, createZstdCompress } from 'node:zlib'
import pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { type Pack, pack } from 'tar-stream'
import { readSequences, readTables } from '#lib/db/backup/catalog.ts'
import {
  ENDING,
  type Ending,
  FORMAT,
  MANIFEST,
  type Manifest,
  pieceName,
  type Table,
} from '#lib/db/backup/manifest.ts'
import { Connection } from '#lib/db/connection.ts'

/** What is held in memory of a table at a time. */
const PIECE_BYTES = 4 * 1024 * 1024
/** A table that was there when they were listed is gone: a day that was moved away just now. */
const GONE = '42P01'
const TRIES = 5

/**
 * Writes all that the database at `url` holds at one moment into `out`, while it is worked on: a tar packed by zstd, with the rows as
 * COPY gives them. Secrets stay sealed. Answers how many rows of which table.
 */
export async function writeBackup(
  url: string,
  out: Writable,
  tell: (table: string, rows: number) => void = () => {},
): Promise<Ending['rows']> {
  const client = new Connection({ connectionString: url, application_name: 'belfry backup' })
  await client.connect()
  try {
    const manifest = await openSnapshot(client)
    const tar = pack()
    // Whoever reads it tells what went wrong; without a listener the process would end.
    tar.on('error', () => {})
    const filled = fill(tar, client, manifest, tell).catch(error => {
      tar.destroy(error)
      throw error
    })
    const params = { [constants.ZSTD_c_checksumFlag]: 1 }
    const written = pipeline(tar, createZstdCompress({ params }), out)
    const [rows] = await Promise.all([filled, written])
    return rows
  } finally {
    await client.end()
  }
}

/** From here on the connection sees one moment, and no table goes away. */
async function openSnapshot(client: pg.Client): Promise<Manifest> {
  for (let tried = 1; ; tried++)
    try {
      await client.query('begin isolation level repeatable read, read only')
      const tables = await readTables(client)
      await client.query(`lock table ${tables.map(nameOf).join(', ')} in access share mode`)
      const { rows } = await client.query<{ name: string }>(
        'select migration_name as name from _prisma_migrations where finished_at is not null order by 1',
      )
      const migrations = rows.map(({ name }) => name)
      return { format: FORMAT, at: new Date().toISOString(), migrations, tables }
    } catch (error) {
      await client.query('rollback')
      if ((error as pg.DatabaseError).code !== GONE || tried === TRIES) throw error
    }
}

const nameOf = ({ name }: Table) => pg.escapeIdentifier(name)

async function fill(
  tar: Pack,
  client: pg.Client,
  manifest: Manifest,
  tell: (table: string, rows: number) => void,
): Promise<Ending['rows']> {
  await add(tar, MANIFEST, JSON.stringify(manifest))
  const rows: Ending['rows'] = {}
  for (const table of manifest.tables) {
    rows[table.name] = await copy(tar, client, table)
    tell(table.name, rows[table.name] ?? 0)
  }
  // Later than the rows, so that no number of theirs is given out again.
  const ending: Ending = { rows, sequences: await readSequences(client) }
  await add(tar, ENDING, JSON.stringify(ending))
  tar.finalize()
  return rows
}

async function copy(tar: Pack, client: pg.Client, table: Table): Promise<number> {
  const columns = table.columns.map(column => pg.escapeIdentifier(column)).join(', ')
  const stream = client.query(copyTo(`copy ${nameOf(table)} (${columns}) to stdout`))
  let held: Buffer[] = []
  let bytes = 0
  let pieces = 0
  const give = async () => {
    await add(tar, pieceName(table.name, ++pieces), Buffer.concat(held))
    held = []
    bytes = 0
  }
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    held.push(chunk)
    bytes += chunk.length
    if (bytes >= PIECE_BYTES) await give()
  }
  if (bytes > 0) await give()
  // How many there were is told after the last one: by the time of another answer it was.
  await client.query('select')
  return stream.rowCount
}

/** Resolves when there is room for the next. */
const add = (tar: Pack, name: string, content: string | Buffer) =>
  new Promise<void>((resolve, reject) => {
    const entry = tar.entry({ name }, content, error => (error ? reject(error) : resolve()))
    entry.on('error', reject)
  })
