import { LRUCache } from 'lru-cache'
import type { PoolClient } from 'pg'
import { nextAttempt } from '#lib/alerting/back-off.ts'
import { lockDue } from '#lib/alerting/claim.ts'
import { DELIVERIES } from '#lib/alerting/outbox/outbox.ts'
import { openPace, type Pace } from '#lib/alerting/outbox/pace.ts'
import { type Due, type Means, openSender } from '#lib/alerting/outbox/sender.ts'
import { attemptToSend, SEND_LIMIT_MS } from '#lib/alerting/send.ts'
import { loadStories, type Story } from '#lib/alerting/story.ts'
import { type GuardedFetch, guardedFetch } from '#lib/http.ts'
import type { Transition } from '#lib/plugin.ts'
import { openSettings } from '#lib/settings.ts'

/**
 * What streams tell through one alert, in one engine: thousands may end at once, and whoever reads that, or the channel, is not to be
 * drowned. What monitors tell goes before it and at no pace.
 */
const NOTICES: Pace = { burst: 100, perSecond: 20 }
/** Held back by that, an alert is looked at again after so long, for a good number at once. */
const LOOK_AGAIN_MS = 500
/** Whose pace is remembered. */
const ALERTS = 10_000

export interface DeliverContext extends Means {
  /** Belfry's public address, for links */
  url: string
  fetch?: GuardedFetch
  sendLimitMs?: number
  notices?: Pace
  /** hears of every delivery that is given up */
  died?: (transition: Transition, isLimited: boolean, error: string) => void
}

/** The queue's task `deliver`. It only wakes the alert and returns: no slow channel holds up the queue. */
export interface DeliverTask {
  (payload: unknown): void
  /** an alert of which deliveries were committed in this process: sooner than by a job */
  wake(alertId: number): void
  /** resolves when nothing is being sent any more; to be awaited once `signal` is aborted */
  settled(): Promise<void>
}

/** Makes the task that sends deliveries. Any number of engines may do so. */
export function deliverTask(context: DeliverContext): DeliverTask {
  const { pool, url, sendLimitMs = SEND_LIMIT_MS } = context
  const fetch = context.fetch ?? guardedFetch({ trust: 'admin' })
  const due = dueAtPace(context.notices ?? NOTICES)

  const { wake, settled } = openSender<number, Story>(
    {
      box: DELIVERIES,
      due,
      load: ids => loadStories(pool, ids, url),
      send: (story, signal) =>
        attemptToSend(story.type, () => openSettings(story), story.transition, {
          ...{ fetch, signal, limitMs: sendLimitMs },
        }),
      retryAt: (claim, { permanent }, now) =>
        permanent ? null : nextAttempt(claim, now, Math.random()),
      ended({ transition, isLimited }, { kind, status }, became) {
        if (became === 'dead') context.died?.(transition, isLimited, kind ?? status)
      },
    },
    context,
  )
  const task = (payload: unknown) => wake((payload as { alertId: number }).alertId)
  return Object.assign(task, { wake, settled })
}

function dueAtPace(pace: Pace) {
  const paces = new LRUCache<number, ReturnType<typeof openPace>>({
    max: ALERTS,
    memoMethod: () => openPace(pace),
  })
  return async (client: PoolClient, alertId: number, most: number): Promise<Due> => {
    const notices = paces.memo(alertId)
    const room = Math.min(most, notices.room())
    const due = await lockDue(client, alertId, { all: most, notices: room })
    notices.take(due.notices.length)
    const isHeldBack = room < most && due.notices.length === room
    return {
      ids: [...due.transitions, ...due.notices],
      moreInMs: due.finished > 0 ? 0 : isHeldBack ? LOOK_AGAIN_MS : null,
    }
  }
}
