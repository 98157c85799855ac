const FIRST_MS = 30_000
const LONGEST_MS = 600_000
/** Each wait is up to this part shorter, so that posts that failed together come back apart. */
const JITTER = 0.2
/** Of a receiver that is away for longer, a person has to know. */
const GIVE_UP = { attempts: 100, afterMs: 24 * 3_600_000 }

/** What cannot get better by itself: the receiver says that it is wrong, or has it already; the address is none to be asked. */
const HOPELESS: ReadonlySet<string> = new Set(['400', '409', 'refused'])

interface Tried {
  /** how often, from 1 */
  attempts: number
  createdAt: Date
}

/**
 * When a failed post is sent again: after 30 s, 60 s, 120 s … at most 10 min; null when it is given up: by its status, after a
 * hundred attempts, or after a day. `chance` is a random number from 0 to 1.
 */
export function nextPost(
  { attempts, createdAt }: Tried,
  status: string,
  now: Date,
  chance: number,
): Date | null {
  if (HOPELESS.has(status) || attempts >= GIVE_UP.attempts) return null
  const waitMs = Math.min(FIRST_MS * 2 ** (attempts - 1), LONGEST_MS) * (1 - JITTER * chance)
  const next = new Date(now.getTime() + Math.round(waitMs))
  return next.getTime() - createdAt.getTime() > GIVE_UP.afterMs ? null : next
}
