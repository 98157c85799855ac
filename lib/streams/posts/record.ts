import type { Pool } from 'pg'
import type { Attempt } from '#lib/alerting/send.ts'
import { nextPost } from '#lib/streams/posts/back-off.ts'
import type { Claim } from '#lib/streams/posts/claim.ts'
import { queuePosts, removePostJob } from '#lib/streams/posts/queue.ts'
import { inTransaction } from '#lib/transaction.ts'

/**
 * Records an attempt and what becomes of its post, in one transaction: sent, tried again later, or dead; answers which. Null for one that
 * is another process's by now; but what was taken by the other side is sent, whoever sent it.
 */
export async function recordAttempt(
  pool: Pool,
  claim: Claim,
  attempt: Attempt,
  now = new Date(),
): Promise<'sent' | 'queued' | 'dead' | null> {
  const retryAt = attempt.ok ? null : nextPost(claim, attempt.status, now, Math.random())
  const status = attempt.ok ? 'sent' : retryAt ? 'queued' : 'dead'
  const waitSeconds = retryAt && (retryAt.getTime() - now.getTime()) / 1000
  return inTransaction(pool, async client => {
    const concluded = await client.query(CONCLUDE, [
      ...[claim.id, status, waitSeconds, attempt.error, attempt.ok, claim.claimedUntil],
    ])
    if (concluded.rowCount === 0) return null
    await client.query(
      `insert into post_attempt (post_id, at, duration_ms, ok, status, error)
       values ($1, $2, $3, $4, $5, $6)`,
      [claim.id, attempt.at, attempt.durationMs, attempt.ok, attempt.status, attempt.error],
    )
    await (status === 'queued' ? queuePosts(client, [claim.id]) : removePostJob(client, claim.id))
    return status
  })
}

const CONCLUDE = `
  update post
  set status = $2::delivery_status, last_error = $4, claimed_until = null,
      next_attempt_at = now() + make_interval(secs => $3),
      finished_at = case when $2 = 'queued' then null else now() end
  where id = $1 and status = 'queued' and ($5 or claimed_until = $6)`

/** Gives a claim back unspent, to be taken by whoever is next: this process is being stopped. */
export async function releaseClaim(pool: Pool, claim: Claim): Promise<void> {
  await inTransaction(pool, async client => {
    const { rowCount } = await client.query(
      `update post set claimed_until = null, next_attempt_at = now(), attempts = attempts - 1
       where id = $1 and status = 'queued' and claimed_until = $2`,
      [claim.id, claim.claimedUntil],
    )
    if (rowCount) await queuePosts(client, [claim.id])
  })
}
