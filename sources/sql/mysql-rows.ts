import type { Duplex } from 'node:stream'
import type { Connection, FieldPacket } from 'mysql2'
import type { PoolConnection } from 'mysql2/promise'
import { limitBytes, MAX_CELLS, tooManyCells } from '#sources/sql/database.ts'

interface Rows {
  fields: FieldPacket[]
  rows: unknown[][]
}

/**
 * Executes a prepared statement, which is a single one and whose parameters travel apart from its text. Rows are taken one by
 * one: an empty cell is a single bit on the wire, so bytes do not bound what many of them hold. After an error the
 * connection is of no use.
 */
export async function rowsOf(
  connection: PoolConnection,
  sql: string,
  values: (string | number | boolean | null)[],
): Promise<Rows> {
  const inside = insideOf(connection)
  const stopCounting = limitBytes(inside.stream)
  const lost = Promise.withResolvers<never>()
  // A connection that breaks tells itself, and not what waits for its rows.
  inside.once('error', lost.reject)
  try {
    return await Promise.race([collected(inside, sql, values), lost.promise])
  } finally {
    inside.off('error', lost.reject)
    stopCounting()
  }
}

const collected = (connection: Connection, sql: string, values: unknown[]) =>
  new Promise<Rows>((resolve, reject) => {
    let fields: FieldPacket[] = []
    const rows: unknown[][] = []
    let cells = 0
    connection
      .execute({ sql, values: values as string[], rowsAsArray: true })
      .on('error', reject)
      .on('fields', (given: FieldPacket[] | undefined) => {
        fields = given ?? []
      })
      .on('result', (row: unknown) => {
        // What gives no rows, as SELECT … INTO @variable, has an object for its result.
        if (!Array.isArray(row)) return
        cells += row.length
        if (cells > MAX_CELLS) reject(tooManyCells())
        else rows.push(row)
      })
      .on('end', () => resolve({ fields, rows }))
  })

/** Breaks a connection; what waits for it is told. */
export const sever = (connection: PoolConnection) =>
  insideOf(connection).stream.destroy(new Error('the connection was broken off'))

/** What the promises are made around; its type is that of the promises, and leaves out the stream. */
const insideOf = (connection: PoolConnection) =>
  connection.connection as unknown as Connection & { stream: Duplex }
