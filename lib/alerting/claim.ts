import type { Pool, PoolClient } from 'pg'
import { addDeliveryJob, notifyDeliveries } from '#lib/alerting/queue.ts'
import { inTransaction } from '#lib/alerting/transaction.ts'

/** A delivery that this process has until `claimedUntil`; nobody else sends for its monitor and alert meanwhile. */
export interface Claim {
  id: string
  monitorId: number
  alertId: number
  /** which attempt this is, from 1 */
  attempts: number
  createdAt: Date
  claimedUntil: Date
}

interface Candidate {
  id: string
  monitor_id: number
  enabled: boolean
}

/**
 * Takes the next due delivery of an alert, or null. On the way it finishes those that are not to be sent:
 * replaced by a later one, or of an alert that was switched off. A claim that runs out is due again by itself.
 */
export async function claimNext(
  pool: Pool,
  alertId: number,
  leaseMs: number,
): Promise<Claim | null> {
  for (;;) {
    const step = await inTransaction(pool, client => claimOne(client, alertId, leaseMs))
    if (step !== 'again') return step
  }
}

async function claimOne(
  client: PoolClient,
  alertId: number,
  leaseMs: number,
): Promise<Claim | null | 'again'> {
  const { rows } = await client.query<Candidate>(NEXT_DUE, [alertId])
  const [due] = rows
  if (!due) return null

  // One at a time for this monitor and alert from here on; only now is what others did before surely seen.
  await client.query('select pg_advisory_xact_lock($1, $2)', [due.monitor_id, alertId])
  const pair = await client.query<{ newest: string; under_way: boolean }>(
    `select max(id)::text as newest, coalesce(bool_or(claimed_until > now()), false) as under_way
     from delivery where monitor_id = $1 and alert_id = $2 and status = 'queued'`,
    [due.monitor_id, alertId],
  )
  const { newest, under_way } = pair.rows[0] ?? { newest: due.id, under_way: false }
  if (under_way) return 'again'
  if (newest !== due.id) return finish(client, due.id, { status: 'superseded', by: newest })
  if (!due.enabled)
    return finish(client, due.id, { status: 'dead', reason: 'the alert was switched off' })
  return claim(client, due, alertId, leaseMs)
}

const NEXT_DUE = `
  select d.id::text, d.monitor_id, a.enabled
  from delivery d join alert a on a.id = d.alert_id
  where d.alert_id = $1 and d.status = 'queued' and d.next_attempt_at <= now()
    and not exists (
      select 1 from delivery other
      where other.monitor_id = d.monitor_id and other.alert_id = d.alert_id
        and other.status = 'queued' and other.claimed_until > now())
  order by d.next_attempt_at, d.id
  limit 1
  for update of d skip locked`

/** While it is under way the row's next time is the claim's end, and a job stands by for it. */
async function claim(
  client: PoolClient,
  due: Candidate,
  alertId: number,
  leaseMs: number,
): Promise<Claim | 'again'> {
  const { rows } = await client.query<{ attempts: number; created_at: Date; claimed_until: Date }>(
    `update delivery
     set attempts = attempts + 1, claimed_until = now() + make_interval(secs => $2),
         next_attempt_at = now() + make_interval(secs => $2)
     where id = $1 returning attempts, created_at, claimed_until`,
    [due.id, leaseMs / 1000],
  )
  const [row] = rows
  if (!row) return 'again'
  await addDeliveryJob(client, due.id)
  return {
    id: due.id,
    monitorId: due.monitor_id,
    alertId,
    attempts: row.attempts,
    createdAt: row.created_at,
    claimedUntil: row.claimed_until,
  }
}

type Ending = { status: 'superseded'; by: string } | { status: 'dead'; reason: string }

async function finish(client: PoolClient, id: string, ending: Ending): Promise<'again'> {
  await client.query(
    `update delivery
     set status = $2::delivery_status, superseded_by = $3, last_error = coalesce($4, last_error),
         finished_at = now(), next_attempt_at = null, claimed_until = null
     where id = $1`,
    [
      id,
      ending.status,
      ending.status === 'superseded' ? ending.by : null,
      ending.status === 'dead' ? ending.reason : null,
    ],
  )
  await notifyDeliveries(client, [id])
  return 'again'
}
