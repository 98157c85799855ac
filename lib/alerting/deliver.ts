import type { Pool } from 'pg'
import { type Claim, claimNext } from '#lib/alerting/claim.ts'
import { openLanes } from '#lib/alerting/lanes.ts'
import { requeueOverdue } from '#lib/alerting/queue.ts'
import { recordAttempt, releaseClaim } from '#lib/alerting/record.ts'
import { attemptToSend, SEND_LIMIT_MS } from '#lib/alerting/send.ts'
import { loadStory } from '#lib/alerting/story.ts'
import { type GuardedFetch, guardedFetch } from '#lib/http.ts'
import { log } from '#lib/log.ts'
import type { Transition } from '#lib/plugin.ts'
import { openSettings } from '#lib/settings.ts'

/** Deliveries of one alert under way at once, in one engine: a dead channel ties up no more than these. */
const LANES_PER_ALERT = 4
/** Beyond an attempt's own limit, for recording it; a claim that is older belongs to a dead process. */
const CLAIM_MARGIN_MS = 15_000
/** What is being sent when the engine is asked to stop has this long to be taken. */
const STOP_GRACE_MS = 4_000

export interface DeliverContext {
  pool: Pool
  /** Belfry's public address, for links */
  url: string
  /** the engine is to stop */
  signal: AbortSignal
  fetch?: GuardedFetch
  sendLimitMs?: number
  stopGraceMs?: number
  /** hears of every delivery that is given up */
  died?: (transition: Transition, isLimited: boolean, error: string) => void
}

/** The queue's task `deliver`. It only wakes the alert and returns: no slow channel holds up the queue. */
export interface DeliverTask {
  (payload: unknown): void
  /** resolves when nothing is being sent any more; to be awaited once `signal` is aborted */
  settled(): Promise<void>
}

/**
 * Makes the task that sends deliveries. Each alert has a few lanes; a lane claims the next due delivery,
 * sends it, records what came of it, and goes on until nothing is due. Any number of engines may do so.
 */
export function deliverTask(context: DeliverContext): DeliverTask {
  const { pool, url, signal, sendLimitMs = SEND_LIMIT_MS, stopGraceMs = STOP_GRACE_MS } = context
  const fetch = context.fetch ?? guardedFetch({ trust: 'admin' })
  const sending = graceAfter(signal, stopGraceMs)

  const lanes = openLanes<number, Claim>({
    perKey: LANES_PER_ALERT,
    signal,
    next: alertId => claimNext(pool, alertId, sendLimitMs + CLAIM_MARGIN_MS),
    handle: claim => deliver(claim),
    failed: error => log.error({ err: error }, 'a delivery was broken off; its claim will run out'),
  })

  async function deliver(claim: Claim): Promise<void> {
    const story = await loadStory(pool, claim.id, url)
    if (!story) return
    // It throws only when this engine has to go.
    const attempt = await attemptToSend(story.type, () => openSettings(story), story.transition, {
      fetch,
      signal: sending,
      limitMs: sendLimitMs,
    }).catch(() => null)
    if (!attempt) return releaseClaim(pool, claim)
    const became = await recordAttempt(pool, claim, attempt)
    const { transition, isLimited } = story
    if (became === 'dead') context.died?.(transition, isLimited, attempt.kind ?? attempt.status)
  }

  async function settled(): Promise<void> {
    await lanes.settled()
    // What waited behind the lanes has no job any more; another engine takes it from here. Without a
    // database now, the net of whoever is next does it.
    await requeueOverdue(pool, 0).catch((error: unknown) =>
      log.warn({ err: error }, 'deliveries that wait could not be handed on'),
    )
  }

  const task = (payload: unknown) => lanes.wake((payload as { alertId: number }).alertId)
  return Object.assign(task, { settled })
}

/** Aborts a while after the signal does. */
export function graceAfter(signal: AbortSignal, graceMs: number): AbortSignal {
  const controller = new AbortController()
  const stop = () => setTimeout(() => controller.abort(), graceMs).unref()
  signal.addEventListener('abort', stop, { once: true })
  return controller.signal
}
