import type { Duplex } from 'node:stream'
import { RemoteError, UserError } from '#lib/failures.ts'
import type { Plain } from '#lib/plugin.ts'

/** A table of plain values, as a database gave it. */
export interface Table {
  columns: string[]
  rows: Plain[][]
}

export interface Limits {
  /** one more row is an error */
  maxRows: number
  timeoutMs: number
  signal: AbortSignal
}

/** One configured database. Everything it runs is a single query that can change nothing. */
export interface Database {
  query(sql: string, parameters: Plain[], limits: Limits): Promise<Table>
  close(): Promise<void>
}

/** Connections that one source keeps at most: a database has few to give. */
export const MAX_CONNECTIONS = 5
/** A connection is replaced after this time, as balancers and fail-overs need it. */
export const CONNECTION_LIFE_S = 3600
/** What the server sends beyond this is not read: no cell or row fills the engine's memory. */
export const MAX_WIRE_BYTES = 32 * 1024 * 1024
/** An answer of 4 MiB, the most that a script is given, holds no more; empty cells fill memory, not the wire. */
export const MAX_CELLS = 2_000_000
/** The server ends a query by itself this long after its time, should its cancelling get lost. */
export const SERVER_GRACE_MS = 500

/** Breaks a connection when the server sends too much: one cell may be a gigabyte. Answers how to stop that. */
export function limitBytes(stream: Duplex): () => void {
  let bytes = 0
  const count = (chunk: Buffer) => {
    bytes += chunk.length
    if (bytes > MAX_WIRE_BYTES)
      stream.destroy(
        new RemoteError(`the answer has more than ${MAX_WIRE_BYTES} bytes; ask for less`, {
          permanent: true,
        }),
      )
  }
  stream.on('data', count)
  return () => stream.off('data', count)
}

export const tooManyCells = () =>
  new UserError(`the query gives more than ${MAX_CELLS} cells; ask for fewer columns or rows`)
