import mysql from 'mysql2/promise'
import { UserError } from '#lib/failures.ts'
import { GuardedSocket } from '#lib/guarded-socket.ts'
import type { Plain } from '#lib/plugin.ts'
import {
  CONNECTION_LIFE_S,
  type Database,
  type Limits,
  MAX_CONNECTIONS,
  SERVER_GRACE_MS,
  type Table,
} from '#sources/sql/database.ts'
import { failureOf } from '#sources/sql/failure.ts'
import { type Lease, onLease } from '#sources/sql/lease.ts'
import { rowsOf, sever } from '#sources/sql/mysql-rows.ts'
import { plainCell } from '#sources/sql/mysql-values.ts'

const CONNECT_LIMIT_MS = 10_000

export function openMysql(url: string): Database {
  const options: mysql.PoolOptions = {
    uri: url,
    stream: guarded,
    connectionLimit: MAX_CONNECTIONS,
    maxIdle: MAX_CONNECTIONS,
    idleTimeout: 60_000,
    connectTimeout: CONNECT_LIMIT_MS,
    timezone: 'Z',
    dateStrings: true,
    jsonStrings: true,
    supportBigNumbers: true,
    // Prepared statements of a connection are dropped with each of its calls.
    maxPreparedStatements: 1,
    // No code is made of what a server calls its columns.
    disableEval: true,
  }
  const pool = mysql.createPool(options)
  const born = new WeakMap<object, number>()

  return {
    async query(sql, parameters, limits) {
      refuseFiles(sql)
      try {
        const connection = await pool.getConnection()
        const bornAt = born.get(connection.connection) ?? Date.now()
        born.set(connection.connection, bornAt)
        const isYoung = () => Date.now() - bornAt < CONNECTION_LIFE_S * 1000
        const lease: Lease = {
          cancel: () => kill(options, connection.threadId),
          sever: () => sever(connection),
          giveBack: isClean => (isClean && isYoung() ? connection.release() : connection.destroy()),
        }
        return await onLease(lease, limits.signal, async () => {
          const table = await readOnly(connection, sql, parameters, limits)
          // Nothing of this call is there for the next: settings, locks, temporary tables.
          await connection.reset()
          return table
        })
      } catch (error) {
        throw failureOf(error, (error as { sqlState?: string }).sqlState)
      }
    },
    close: () => pool.end(),
  }
}

async function readOnly(
  connection: mysql.PoolConnection,
  sql: string,
  parameters: Plain[],
  { maxRows, timeoutMs }: Limits,
): Promise<Table> {
  const [[server]] = await connection.query<mysql.RowDataPacket[]>('select version() as version')
  const timeLimit = String(server?.version).includes('MariaDB')
    ? `max_statement_time = ${(timeoutMs + SERVER_GRACE_MS) / 1000}`
    : `max_execution_time = ${timeoutMs + SERVER_GRACE_MS}`
  await connection.query(
    `set session time_zone = '+00:00', sql_select_limit = ${maxRows + 1}, ${timeLimit}`,
  )
  await connection.query('start transaction read only')

  const { fields, rows } = await rowsOf(connection, sql, parameters.map(bound))
  await connection.query('rollback')
  return {
    columns: fields.map(field => field.name),
    rows: rows.map(row => row.map((value, index) => plainCell(value, fields[index]))),
  }
}

/** What the driver made of the connection string says where to. */
function guarded({ config }: { config: { host: string; port: number; socketPath?: string } }) {
  const socket = new GuardedSocket()
  return config.socketPath
    ? socket.connect(config.socketPath)
    : socket.connectTo(config.host, config.port)
}

/** Parameters are simple values; what has parts goes as JSON. */
const bound = (value: Plain) =>
  typeof value === 'object' && value !== null ? JSON.stringify(value) : value

/** Ends on the server what a connection is doing there. */
async function kill(options: mysql.PoolOptions, thread: number) {
  try {
    const connection = await mysql.createConnection({
      uri: options.uri,
      stream: guarded,
      connectTimeout: 5_000,
    })
    try {
      await connection.query(`kill query ${Number(thread)}`)
    } finally {
      connection.destroy()
    }
  } catch {
    // The server ends it by itself at its time limit.
  }
}

/**
 * What a read-only transaction lets pass and would still write or read: files, and comments that are
 * code to this server alone.
 */
function refuseFiles(sql: string) {
  if (/\/\*M?!/i.test(sql)) throw new UserError('comments that the server executes are refused')
  // Anything may stand between the two, comments of any length too.
  const file = /\b(outfile|dumpfile)\b/i.exec(sql)
  if (file && /\binto\b/i.test(sql))
    throw new UserError(`INTO ${file[0].toUpperCase()} is refused: a source is read-only`)
  if (/\bload_file\b/i.test(sql))
    throw new UserError('LOAD_FILE is refused: a source reads tables, not files')
}
