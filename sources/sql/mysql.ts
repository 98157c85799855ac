import type { Duplex } from 'node:stream'
import mysql from 'mysql2/promise'
import { UserError } from '#lib/failures.ts'
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
import { plainCell } from '#sources/sql/mysql-values.ts'

const CONNECT_LIMIT_MS = 10_000

export function openMysql(url: string): Database {
  const options: mysql.PoolOptions = {
    uri: url,
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
  }
  const pool = mysql.createPool(options)
  const born = new WeakMap<object, number>()

  return {
    async query(sql, parameters, limits) {
      refuseWriting(sql)
      const connection = await pool.getConnection().catch(raise)
      const bornAt = born.get(connection.connection) ?? Date.now()
      born.set(connection.connection, bornAt)
      let isDone = false
      const cancel = async () => {
        await kill(options, connection.threadId)
        if (!isDone) connection.destroy()
      }
      limits.signal.addEventListener('abort', cancel, { once: true })
      try {
        limits.signal.throwIfAborted()
        const table = await readOnly(connection, sql, parameters, limits)
        // A killing that is under way must not hit the next call.
        limits.signal.throwIfAborted()
        if (Date.now() - bornAt > CONNECTION_LIFE_S * 1000) connection.destroy()
        else connection.release()
        return table
      } catch (error) {
        connection.destroy()
        return raise(error)
      } finally {
        isDone = true
        limits.signal.removeEventListener('abort', cancel)
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

  const stopCounting = limitBytes((connection.connection as unknown as { stream: Duplex }).stream)
  try {
    // A prepared statement is a single one, and its parameters travel apart from its text.
    const [rows, fields] = await connection.execute<mysql.RowDataPacket[][]>({
      sql,
      values: parameters.map(bound),
      rowsAsArray: true,
    })
    await connection.query('rollback')
    // Nothing of this call is there for the next: settings, locks, temporary tables.
    await connection.reset()
    return {
      columns: fields.map(field => field.name),
      rows: rows.map(row => row.map((value, index) => plainCell(value, fields[index]))),
    }
  } finally {
    stopCounting()
  }
}

/** Parameters are simple values; what has parts goes as JSON. */
const bound = (value: Plain) =>
  typeof value === 'object' && value !== null ? JSON.stringify(value) : value

/** Ends on the server what a connection is doing there. */
async function kill(options: mysql.PoolOptions, thread: number) {
  try {
    const connection = await mysql.createConnection({ uri: options.uri, connectTimeout: 5_000 })
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
 * What a read-only transaction lets pass and would still write, or run: files, and comments that are
 * code to this server alone.
 */
function refuseWriting(sql: string) {
  if (/\/\*M?!/i.test(sql)) throw new UserError('comments that the server executes are refused')
  if (/\binto\b[\s\S]{0,1000}?\b(outfile|dumpfile)\b/i.test(sql))
    throw new UserError('INTO OUTFILE is refused: a source is read-only')
}

function raise(error: unknown): never {
  throw failureOf(error, (error as { sqlState?: string }).sqlState)
}
