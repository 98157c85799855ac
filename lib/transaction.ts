import { DatabaseError, type Pool, type PoolClient } from 'pg'

/** What runs SQL inside the caller's transaction: a client of pg, or `overPrisma(tx)`. */
export interface Queryable {
  query<Row>(sql: string, params?: unknown[]): Promise<{ rows: Row[] }>
}

/** Runs `work` in one transaction on a client of the pool. */
export async function inTransaction<T>(
  pool: Pool,
  work: (client: PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect()
  try {
    await client.query('begin')
    const result = await work(client)
    await client.query('commit')
    client.release()
    return result
  } catch (error) {
    // A connection that cannot even roll back is not given to the next one.
    const broken = await client.query('rollback').then(
      () => false,
      () => true,
    )
    client.release(broken)
    throw error
  }
}

/** Runs `work` on a connection of its own, for what a session holds (advisory locks): it is free when this resolves or rejects. */
export async function inSession<T>(
  pool: Pool,
  work: (client: PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect()
  try {
    return await work(client)
  } finally {
    // What was lost holds nothing; what was cut off in the middle gives it back when it is closed.
    await client.query('select pg_advisory_unlock_all()').catch(() => {})
    client.release(true)
  }
}

/** Whether the database refused a row since there is one of its key. */
export const isUniqueViolation = (error: unknown): boolean =>
  error instanceof DatabaseError && error.code === '23505'
