import type { Socket } from 'node:net'
import mssql from 'mssql'
import { anyHost, internetAnd } from '#lib/connect.ts'
import { UserError } from '#lib/failures.ts'
import { connected, GuardedSocket } from '#lib/guarded-socket.ts'
import type { Plain } from '#lib/plugin.ts'
import { type Database, type Limits, MAX_CONNECTIONS, type Table } from '#sources/sql/database.ts'
import { failureOf } from '#sources/sql/failure.ts'
import { plainBytes, plainNumber } from '#sources/sql/values.ts'

const CONNECT_LIMIT_MS = 10_000
/** A longer cell is cut by the server, and then too long for an answer. */
const MAX_CELL_BYTES = 8 * 1024 * 1024

/**
 * SQL Server knows no read-only transaction: each call is rolled back, words that write are refused,
 * and the login should be one that may only read.
 */
export function openSqlServer(url: string): Database {
  let pool: Promise<mssql.ConnectionPool> | undefined
  const connected = () => {
    pool ??= new mssql.ConnectionPool(configOf(url)).connect().catch(error => {
      pool = undefined
      throw told(error)
    })
    return pool
  }

  return {
    async query(sql, parameters, limits) {
      refuseWriting(sql)
      const transaction = new mssql.Transaction(await connected())
      try {
        await transaction.begin(mssql.ISOLATION_LEVEL.READ_COMMITTED)
        return await run(transaction, sql, parameters, limits)
      } catch (error) {
        throw told(error)
      } finally {
        await transaction.rollback().catch(() => {})
      }
    },
    async close() {
      await (await pool)?.close()
    },
  }
}

async function run(
  transaction: mssql.Transaction,
  sql: string,
  parameters: Plain[],
  { maxRows, timeoutMs, signal }: Limits,
): Promise<Table> {
  await transaction
    .request()
    .batch(`set rowcount ${maxRows + 1}; set lock_timeout ${Math.ceil(timeoutMs)}`)
  const request = transaction.request()
  request.arrayRowMode = true
  for (const [index, value] of parameters.entries()) request.input(`p${index + 1}`, bound(value))

  const cancel = () => request.cancel()
  signal.addEventListener('abort', cancel, { once: true })
  try {
    signal.throwIfAborted()
    const { recordset, columns } = (await request.query(sql)) as unknown as Recordsets
    return {
      columns: (columns[0] ?? []).map(({ name }) => name),
      rows: (recordset ?? []).map(row => row.map(plainCell)),
    }
  } finally {
    signal.removeEventListener('abort', cancel)
    await transaction
      .request()
      .batch('set rowcount 0')
      .catch(() => {})
  }
}

/** What `arrayRowMode` gives; the driver's types know only rows as objects. */
interface Recordsets {
  recordset: unknown[][] | undefined
  columns: { name: string }[][]
}

/** `mssql://user:password@host:port/database?encrypt=true&trustServerCertificate=false` */
function configOf(address: string): mssql.config {
  const url = new URL(address)
  const host = url.hostname.replace(/^\[|\]$/g, '')
  return {
    server: host,
    port: Number(url.port) || 1433,
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    database: decodeURIComponent(url.pathname.slice(1)) || undefined,
    connectionTimeout: CONNECT_LIMIT_MS,
    // The call's own time ends a request.
    requestTimeout: 0,
    pool: { max: MAX_CONNECTIONS, idleTimeoutMillis: 60_000 },
    options: {
      connector: connectorFor(host),
      appName: 'belfry source',
      encrypt: url.searchParams.get('encrypt') !== 'false',
      trustServerCertificate: url.searchParams.get('trustServerCertificate') === 'true',
      readOnlyIntent: true,
      useUTC: true,
      textsize: MAX_CELL_BYTES,
    },
  }
}

/** A server may send its callers on to another, which is a redirect like any other: only to a public one. */
function connectorFor(typed: string): () => Promise<Socket> {
  const connector = ({ host, port }: Target, _: unknown, signal: AbortSignal) =>
    connected(new GuardedSocket(host === typed ? anyHost : internetAnd([])), host, port, signal)
  // The driver gives its own connector's arguments; its types do not tell.
  return connector as unknown as () => Promise<Socket>
}

interface Target {
  host: string
  port: number
}

const writing =
  /\b(insert|update|delete|merge|truncate|create|alter|drop|grant|revoke|deny|exec|execute|into|commit|rollback|begin|save|use|set|backup|restore|shutdown|kill|dbcc|openrowset|openquery|opendatasource|waitfor|bulk|declare)\b/i

/** Looks at the text without strings, quoted names and comments; T-SQL needs nothing between statements. */
function refuseWriting(sql: string) {
  const bare = sql
    .replace(/'(?:[^']|'')*'|"(?:[^"]|"")*"|\[(?:[^\]]|\]\])*\]/g, ' x ')
    .replace(/--[^\n]*|\/\*[\s\S]*?\*\//g, ' ')
  const [word] = writing.exec(bare) ?? []
  if (word)
    throw new UserError(
      `${word.toUpperCase()} is refused: a source is read-only (a column of that name goes in [brackets])`,
    )
}

const bound = (value: Plain) =>
  typeof value === 'object' && value !== null ? JSON.stringify(value) : value

function plainCell(value: unknown): Plain {
  if (value === null || value === undefined) return null
  if (typeof value === 'number') return plainNumber(value)
  if (typeof value === 'boolean') return value
  if (value instanceof Date) return value.toISOString()
  return value instanceof Uint8Array ? plainBytes(value) : String(value)
}

/** What the server says of a request is about the query; everything else about the server. */
const told = (error: unknown): unknown =>
  failureOf(error, (error as { code?: string }).code === 'EREQUEST' ? '42000' : '')
