import pg from 'pg'
import Cursor from 'pg-cursor'
import { reasonOf } from '#lib/failures.ts'
import { GuardedSocket } from '#lib/guarded-socket.ts'
import type { Plain } from '#lib/plugin.ts'
import {
  CONNECTION_LIFE_S,
  type Database,
  type Limits,
  limitBytes,
  MAX_CONNECTIONS,
  SERVER_GRACE_MS,
  type Table,
} from '#sources/sql/database.ts'
import { failureOf } from '#sources/sql/failure.ts'
import { type Lease, onLease } from '#sources/sql/lease.ts'
import { parserOf } from '#sources/sql/postgres-values.ts'

const CONNECT_LIMIT_MS = 10_000
const CANCEL_LIMIT_MS = 5_000

export function openPostgres(url: string): Database {
  const options: pg.PoolConfig = {
    connectionString: url,
    stream: () => new GuardedSocket(),
    application_name: 'belfry source',
    connectionTimeoutMillis: CONNECT_LIMIT_MS,
    max: MAX_CONNECTIONS,
    maxLifetimeSeconds: CONNECTION_LIFE_S,
    idleTimeoutMillis: 60_000,
    allowExitOnIdle: true,
  }
  const pool = new pg.Pool(options)
  // A connection that breaks is replaced at the next query, and the query that it had fails by itself.
  pool.on('error', () => {})
  pool.on('connect', client => client.on('error', () => {}))

  return {
    async query(sql, parameters, limits) {
      try {
        const client = await pool.connect()
        const lease: Lease = {
          cancel: () => cancelOn(options, client),
          sever: () => insideOf(client).connection.stream.destroy(),
          giveBack: isClean => client.release(!isClean),
        }
        return await onLease(lease, limits.signal, async () => {
          const table = await readOnly(client, sql, parameters, limits)
          // Nothing of this call is there for the next: settings, locks, prepared statements, temporary tables.
          await client.query('discard all')
          return table
        })
      } catch (error) {
        throw told(error)
      }
    },
    close: () => pool.end(),
  }
}

async function readOnly(
  client: pg.PoolClient,
  sql: string,
  parameters: Plain[],
  { maxRows, timeoutMs }: Limits,
): Promise<Table> {
  await client.query(
    `begin transaction read only;
     set local statement_timeout = ${timeoutMs + SERVER_GRACE_MS};
     set local timezone = 'UTC'; set local datestyle = 'ISO, YMD';
     set local intervalstyle = 'iso_8601'; set local bytea_output = 'hex'`,
  )
  const stopCounting = limitBytes(insideOf(client).connection.stream)
  try {
    // The extended protocol takes one statement, and its portal gives no more rows than are asked for.
    const cursor = client.query(
      new Cursor<Plain[]>(sql, parameters, {
        rowMode: 'array',
        types: { getTypeParser: parserOf as pg.CustomTypesConfig['getTypeParser'] },
      }),
    )
    const { columns, rows } = await read(cursor, maxRows + 1)
    await cursor.close()
    await client.query('rollback')
    return { columns, rows }
  } finally {
    stopCounting()
  }
}

const read = (cursor: Cursor<Plain[]>, count: number) =>
  new Promise<Table>((resolve, reject) => {
    cursor.read(count, (error, rows, result) => {
      if (error) reject(error)
      else resolve({ columns: result.fields.map(field => field.name), rows })
    })
  })

/** Ends on the server what a connection is doing there. */
async function cancelOn(options: pg.PoolConfig, running: pg.PoolClient) {
  const client = new pg.Client({ ...options, query_timeout: CANCEL_LIMIT_MS })
  client.on('error', () => {})
  try {
    await client.connect()
    await client.query('select pg_cancel_backend($1)', [insideOf(running).processID])
  } catch {
    // The server ends it by itself at its statement_timeout.
  } finally {
    await client.end().catch(() => {})
  }
}

/** A pooled client is a whole client; only the types leave these two out. */
const insideOf = (client: pg.PoolClient) =>
  client as unknown as { processID: number; connection: pg.Connection }

function told(error: unknown): unknown {
  const { code, position } = error as { code?: string; position?: string }
  const where = position ? ` (at character ${position})` : ''
  return failureOf(error, code, `${reasonOf(error)}${where}`)
}
