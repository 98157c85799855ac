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
