import { pool } from '#lib/db/client.ts'
import { UserError } from '#lib/failures.ts'

/** Nobody waits longer, and others wait for the connection. */
const LIMIT_MS = 15_000
const CANCELLED = '57014'

export interface Terms {
  limitMs?: number | undefined
  /** of this statement alone: `enable_seqscan = off` */
  settings?: readonly string[]
}

/** Rows of the store of events. Throws a UserError when it takes too long. */
export async function read<R extends object>(
  sql: string,
  values: unknown[],
  { limitMs = LIMIT_MS, settings = [] }: Terms = {},
): Promise<R[]> {
  const client = await pool().connect()
  try {
    await client.query('begin read only')
    const terms = [`statement_timeout = ${Math.ceil(limitMs)}`, ...settings]
    await client.query(terms.map(term => `set local ${term}`).join('; '))
    const { rows } = await client.query<R>(sql, values)
    await client.query('commit')
    return rows
  } catch (error) {
    await client.query('rollback').catch(() => {})
    if ((error as { code?: string }).code !== CANCELLED) throw error
    throw new TookTooLong(limitMs)
  } finally {
    client.release()
  }
}

export class TookTooLong extends UserError {
  constructor(limitMs: number) {
    super(
      `The answer takes longer than ${Math.ceil(limitMs / 1000)} seconds; ask for a shorter time or a type.`,
    )
  }
}
