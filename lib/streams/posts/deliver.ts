import type { Pool } from 'pg'
import { graceAfter } from '#lib/alerting/deliver.ts'
import { openLanes } from '#lib/alerting/lanes.ts'
import { SEND_LIMIT_MS } from '#lib/alerting/send.ts'
import { guardedFetch } from '#lib/http.ts'
import { log } from '#lib/log.ts'
import { type Claim, claimNext } from '#lib/streams/posts/claim.ts'
import { requeueOverduePosts } from '#lib/streams/posts/queue.ts'
import { recordAttempt, releaseClaim } from '#lib/streams/posts/record.ts'
import { type Doors, sendPost } from '#lib/streams/posts/send.ts'

/** Posts to one receiver under way at once, in one engine: one that is dead ties up no more than these. */
const POSTS_PER_LANE = 4
/** Beyond an attempt's own limit, for recording it; a claim that is older belongs to a dead process. */
const CLAIM_MARGIN_MS = 15_000
/** What is being sent when the engine is asked to stop has this long to be taken. */
const STOP_GRACE_MS = 4_000

export interface PostContext {
  pool: Pool
  /** the engine is to stop */
  signal: AbortSignal
  doors?: Doors
  sendLimitMs?: number
  stopGraceMs?: number
  /** hears of every post that is given up */
  died?: (post: Claim, error: string) => void
}

/** The queue's task `post`. It only wakes a lane and returns: no slow receiver holds up the queue. */
export interface PostTask {
  (payload: unknown): void
  /** resolves when nothing is being sent any more; to be awaited once `signal` is aborted */
  settled(): Promise<void>
}

/** Makes the task that sends what webhooks of pipelines send. Any number of engines may do so. */
export function postTask(context: PostContext): PostTask {
  const { pool, signal, sendLimitMs = SEND_LIMIT_MS, stopGraceMs = STOP_GRACE_MS } = context
  const doors = context.doors ?? {
    admin: guardedFetch({ trust: 'admin' }),
    editor: guardedFetch({ trust: 'script', allow: [] }),
  }
  const sending = graceAfter(signal, stopGraceMs)

  const lanes = openLanes<string, Claim>({
    perKey: POSTS_PER_LANE,
    signal,
    next: lane => claimNext(pool, lane, sendLimitMs + CLAIM_MARGIN_MS),
    handle: claim => deliver(claim),
    failed: error => log.error({ err: error }, 'a post was broken off; its claim will run out'),
  })

  async function deliver(claim: Claim): Promise<void> {
    // It throws only when this engine has to go.
    const attempt = await sendPost(pool, claim, doors, {
      signal: sending,
      limitMs: sendLimitMs,
    }).catch(() => null)
    if (!attempt) return releaseClaim(pool, claim)
    const became = await recordAttempt(pool, claim, attempt)
    if (became === 'dead') context.died?.(claim, attempt.kind ?? attempt.status)
  }

  async function settled(): Promise<void> {
    await lanes.settled()
    // What waited behind the lanes has no job any more; another engine takes it from here.
    await requeueOverduePosts(pool, 0).catch((error: unknown) =>
      log.warn({ err: error }, 'posts that wait could not be handed on'),
    )
  }

  const task = (payload: unknown) => lanes.wake((payload as { lane: string }).lane)
  return Object.assign(task, { settled })
}
