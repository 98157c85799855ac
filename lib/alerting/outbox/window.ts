/** Under way at once in one lane of one process: at first, and when all goes well. */
export const firstWindow = 4
const MOST = 32
/** One that is down to a single one, and fails, is asked so often: it is dead, and who lives needs the time that it takes. */
const DEAD_REST_MS = 1_000

/** How the other side answered. */
export interface Answered {
  ok: boolean
  /** it is there, and will never take this one */
  permanent: boolean
  /** it wants to be left in peace for so long */
  restMs: number | null
}

/** How much a lane may have under way at once: one that does not take what it gets ties up little, one that does gets more. */
export const nextWindow = (now: number, { ok, permanent }: Omit<Answered, 'restMs'>): number =>
  ok || permanent ? Math.min(now + 1, MOST) : Math.max(1, Math.floor(now / 2))

/** How long a lane is left in peace after an answer. */
export const restAfter = (window: number, { ok, permanent, restMs }: Answered): number =>
  restMs ?? (ok || permanent || window > 1 ? 0 : DEAD_REST_MS)
