const FIRST_MS = 10_000
const LONGEST_MS = 30 * 60_000
/** What could not be told within a day is news no longer. */
export const GIVE_UP_AFTER_MS = 24 * 3_600_000
/** Each wait is up to this part shorter, so that deliveries that failed together come back apart. */
const JITTER = 0.2

/**
 * When a failed delivery is tried again: after 10 s, 20 s, 40 s … at most 30 min, or null when that would be
 * more than a day after it was queued. `chance` is a random number from 0 to 1.
 */
export function nextAttempt(
  delivery: { attempts: number; createdAt: Date },
  now: Date,
  chance: number,
): Date | null {
  const doubled = FIRST_MS * 2 ** Math.max(0, delivery.attempts - 1)
  const waitMs = Math.min(doubled, LONGEST_MS) * (1 - JITTER * chance)
  const next = new Date(now.getTime() + Math.round(waitMs))
  return next.getTime() - delivery.createdAt.getTime() > GIVE_UP_AFTER_MS ? null : next
}
