import type { Pool, PoolClient } from 'pg'
import { nextAttempt } from '#lib/alerting/back-off.ts'
import type { Claim } from '#lib/alerting/claim.ts'
import { addDeliveryJob, notifyDeliveries, removeDeliveryJob } from '#lib/alerting/queue.ts'
import type { Attempt } from '#lib/alerting/send.ts'
import { inTransaction } from '#lib/transaction.ts'

/**
 * Records an attempt and what becomes of its delivery, in one transaction: sent, tried again later,
 * superseded when there is a later one by now, or dead; answers which. A delivery that was deleted meanwhile stays so.
 */
export async function recordAttempt(
  pool: Pool,
  claim: Claim,
  attempt: Attempt,
  now = new Date(),
): Promise<Concluded | null> {
  const retryAt = attempt.ok || attempt.permanent ? null : nextAttempt(claim, now, Math.random())
  return inTransaction(pool, async client => {
    if (!(await isOurs(client, claim, attempt.ok))) return null

    const later = retryAt && (await newestAfter(client, claim))
    const status = attempt.ok ? 'sent' : !retryAt ? 'dead' : later ? 'superseded' : 'queued'
    const waitSeconds = retryAt && !later ? (retryAt.getTime() - now.getTime()) / 1000 : null
    await client.query(CONCLUDE, [claim.id, status, later, waitSeconds, attempt.error])
    await client.query(
      `insert into delivery_attempt (delivery_id, at, duration_ms, ok, status, error)
       values ($1, $2, $3, $4, $5, $6)`,
      [claim.id, attempt.at, attempt.durationMs, attempt.ok, attempt.status, attempt.error],
    )
    if (status === 'queued') await addDeliveryJob(client, claim.id)
    else await removeDeliveryJob(client, claim.id)
    await notifyDeliveries(client, [claim.id])
    return status
  })
}

type Concluded = 'sent' | 'dead' | 'superseded' | 'queued'

const CONCLUDE = `
  update delivery
  set status = $2::delivery_status, superseded_by = $3, last_error = $5, claimed_until = null,
      next_attempt_at = now() + make_interval(secs => $4),
      finished_at = case when $2 = 'queued' then null else now() end
  where id = $1`

/**
 * Locks the delivery. A claim that ran out may have gone to another process, whose word then counts;
 * but what was taken by the other side is sent, whoever sent it.
 */
async function isOurs(client: PoolClient, claim: Claim, wasTaken: boolean): Promise<boolean> {
  const { rows } = await client.query<{ claimed_until: Date | null }>(
    `select claimed_until from delivery where id = $1 and status = 'queued' for update`,
    [claim.id],
  )
  const [row] = rows
  return (
    row !== undefined && (wasTaken || row.claimed_until?.getTime() === claim.claimedUntil.getTime())
  )
}

async function newestAfter(client: PoolClient, claim: Claim): Promise<string | null> {
  const { rows } = await client.query<{ id: string | null }>(
    `select max(id)::text as id from delivery
     where monitor_id = $1 and alert_id = $2 and id > $3`,
    [claim.monitorId, claim.alertId, claim.id],
  )
  return rows[0]?.id ?? null
}

/** Gives a claim back unspent, to be taken by whoever is next: this process is being stopped. */
export async function releaseClaim(pool: Pool, claim: Claim): Promise<void> {
  await inTransaction(pool, async client => {
    const { rowCount } = await client.query(
      `update delivery set claimed_until = null, next_attempt_at = now(), attempts = attempts - 1
       where id = $1 and status = 'queued' and claimed_until = $2`,
      [claim.id, claim.claimedUntil],
    )
    if (!rowCount) return
    await addDeliveryJob(client, claim.id)
    await notifyDeliveries(client, [claim.id])
  })
}
