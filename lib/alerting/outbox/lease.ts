import type { Pool } from 'pg'
import { type Outbox, tellChanged, wakeFor } from '#lib/alerting/outbox/outbox.ts'
import { inTransaction, type Queryable } from '#lib/transaction.ts'

/** Longer than a process may stand still under load; what one that died had taken is another's after it. */
export const LEASE_MS = 15_000

/** A row that this process has. */
export interface Claim {
  id: string
  /** which attempt this is, from 1: also what tells this claim from one that another process made later */
  attempts: number
  createdAt: Date
  /** when it was taken, by the database's clock: a machine's own may be set meanwhile */
  claimedAt: Date
}

/** Takes rows that the caller's transaction has locked, for the length of a lease. It is due again by itself when that ends. */
export async function lease(
  client: Queryable,
  box: Outbox,
  ids: readonly string[],
  leaseMs: number,
): Promise<Claim[]> {
  if (ids.length === 0) return []
  const { rows } = await client.query<Claim>(
    `update ${box.table} set attempts = attempts + 1, ${UNTIL}
     where id = any ($1::text[]::bigint[])
     returning id::text, attempts, created_at as "createdAt", now() as "claimedAt"`,
    [ids, leaseMs / 1000],
  )
  const place = new Map(ids.map((id, i) => [id, i]))
  return rows.sort((a, b) => (place.get(a.id) ?? 0) - (place.get(b.id) ?? 0))
}

/** While it is under way a row's next time is the lease's end. */
const UNTIL = `claimed_until = now() + make_interval(secs => $2), next_attempt_at = now() + make_interval(secs => $2)`

/** Rows that are still as they were taken. */
const heldSql = (table: string, ids: number, attempts: number) => `
  select o.id from ${table} o
  join unnest($${ids}::text[], $${attempts}::int[]) as held(id, attempts)
    on o.id = held.id::bigint and o.attempts = held.attempts
  where o.status = 'queued' and o.claimed_until is not null
  for update of o skip locked`

const columns = (claims: readonly Claim[]) => [
  claims.map(({ id }) => id),
  claims.map(({ attempts }) => attempts),
]

/** Begins the leases of claims anew; answers the ids of those that it still has. */
export async function renew(
  pool: Pool,
  { table }: Outbox,
  claims: readonly Claim[],
  leaseMs: number,
): Promise<Set<string>> {
  const [ids, attempts] = columns(claims)
  const { rows } = await pool.query<{ id: string }>(
    `update ${table} set ${UNTIL} where id in (${heldSql(table, 1, 3)}) returning id::text`,
    [ids, leaseMs / 1000, attempts],
  )
  return new Set(rows.map(({ id }) => id))
}

/** Gives claims back unspent, to be taken by whoever is next: this process is being stopped. */
export async function release(pool: Pool, box: Outbox, claims: readonly Claim[]): Promise<void> {
  await inTransaction(pool, async client => {
    const { rows } = await client.query<{ id: string }>(
      `update ${box.table} set claimed_until = null, next_attempt_at = now(), attempts = attempts - 1
       where id in (${heldSql(box.table, 1, 2)}) returning id::text`,
      columns(claims),
    )
    const ids = rows.map(({ id }) => id)
    await wakeFor(client, box, ids)
    await tellChanged(client, box, ids)
  })
}
