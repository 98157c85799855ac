import type { Pool } from 'pg'
import type { Target } from '#lib/streams/handlers/contract.ts'
import { queuePosts } from '#lib/streams/posts/queue.ts'
import { inTransaction } from '#lib/transaction.ts'

/** A post that this process has until `claimedUntil`. */
export interface Claim {
  id: string
  /** goes with every attempt */
  uid: string
  target: Target
  body: string
  triggerId: number
  trigger: string
  /** its project is for some groups only */
  isLimited: boolean
  /** which attempt this is, from 1 */
  attempts: number
  createdAt: Date
  claimedUntil: Date
}

/** Takes the next due post of a lane, or null. A claim that runs out is due again by itself. */
export async function claimNext(pool: Pool, lane: string, leaseMs: number): Promise<Claim | null> {
  return inTransaction(pool, async client => {
    const { rows } = await client.query<Claim>(CLAIM, [lane, leaseMs / 1000])
    const [claim] = rows
    // While it is under way its next time is the claim's end, and a job stands by for it.
    if (claim) await queuePosts(client, [claim.id])
    return claim ?? null
  })
}

const CLAIM = `
  update post
  set attempts = attempts + 1, claimed_until = now() + make_interval(secs => $2),
      next_attempt_at = now() + make_interval(secs => $2)
  where id = (
    select id from post where lane = $1 and status = 'queued' and next_attempt_at <= now()
    order by next_attempt_at, id limit 1 for update skip locked)
  returning id::text, uid, target, body, trigger_id as "triggerId", trigger,
    (select groups <> '{}' from project where project.id = project_id) as "isLimited", attempts, created_at as "createdAt", claimed_until as "claimedUntil"`
