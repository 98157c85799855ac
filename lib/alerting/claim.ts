import type { Pool, PoolClient } from 'pg'
import { addDeliveryJob, notifyDeliveries } from '#lib/alerting/queue.ts'
import { inTransaction } from '#lib/transaction.ts'

/** A delivery that this process has until `claimedUntil`; nobody else sends for its monitor and alert meanwhile. */
export interface Claim {
  id: string
  /** null for the notice of a stream */
  monitorId: number | null
  alertId: number
  /** which attempt this is, from 1 */
  attempts: number
  createdAt: Date
  claimedUntil: Date
}

interface Candidate {
  id: string
  /** null for the notice of a stream, of which each counts for itself */
  monitor_id: number | null
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
  const due =
    (await nextDue(client, alertId, 'monitor')) ?? (await nextDue(client, alertId, 'notice'))
  if (!due) return null

  if (due.monitor_id === null) return claimIfOn(client, due, alertId, leaseMs)

  // One at a time for this monitor and alert from here on; only now is what others did before surely seen.
  await client.query('select pg_advisory_xact_lock($1, $2)', [due.monitor_id, alertId])
  const { rows: found } = await client.query<Pair>(PAIR, [due.monitor_id, alertId, due.id])
  const [pair] = found
  if (pair?.under_way) return 'again'
  if (pair?.later) return finish(client, due.id, { status: 'superseded', by: pair.later })
  return claimIfOn(client, due, alertId, leaseMs)
}

function claimIfOn(client: PoolClient, due: Candidate, alertId: number, leaseMs: number) {
  return due.enabled
    ? claim(client, due, alertId, leaseMs)
    : finish(client, due.id, { status: 'dead', reason: 'the alert was switched off' })
}

/** Of monitors first: thousands of streams may end at once. */
async function nextDue(
  client: PoolClient,
  alertId: number,
  of: keyof typeof NEXT_DUE,
): Promise<Candidate | undefined> {
  const { rows } = await client.query<Candidate>(NEXT_DUE[of], [alertId])
  return rows[0]
}

const nextDueSql = (of: string) => `
  select d.id::text, d.monitor_id, a.enabled
  from delivery d join alert a on a.id = d.alert_id
  where d.alert_id = $1 and d.status = 'queued' and d.next_attempt_at <= now() and ${of}
    and not exists (
      select 1 from delivery other
      where other.monitor_id = d.monitor_id and other.alert_id = d.alert_id
        and other.status = 'queued' and other.claimed_until > now())
  order by d.next_attempt_at, d.id
  limit 1
  for update of d skip locked`
const NEXT_DUE = {
  monitor: nextDueSql('d.monitor_id is not null'),
  notice: nextDueSql('d.monitor_id is null'),
}

interface Pair {
  under_way: boolean
  /** the newest after this one, whatever became of it: what is older is not told any more */
  later: string | null
}

const PAIR = `
  select exists (
      select from delivery where monitor_id = $1 and alert_id = $2
        and status = 'queued' and claimed_until > now()) as under_way,
    (select max(id)::text from delivery where monitor_id = $1 and alert_id = $2 and id > $3) as later`

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
  if (due.monitor_id !== null) await supersedeOlder(client, due, alertId)
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

/**
 * Recording a change and recording an attempt at the same moment, neither sees the other, and what should be
 * superseded stays queued. A row that is locked is about to be finished by whoever looks at it.
 */
async function supersedeOlder(client: PoolClient, due: Candidate, alertId: number) {
  const { rows } = await client.query<{ id: string }>(
    `update delivery
     set status = 'superseded', superseded_by = $3, finished_at = now(), next_attempt_at = null
     where id in (
       select id from delivery where monitor_id = $1 and alert_id = $2 and status = 'queued' and id < $3
       for update skip locked)
     returning id::text`,
    [due.monitor_id, alertId, due.id],
  )
  await notifyDeliveries(
    client,
    rows.map(({ id }) => id),
  )
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
