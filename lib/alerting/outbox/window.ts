/** Under way at once in one lane of one process: at first, and when all goes well. */
export const firstWindow = 4
const MOST = 32

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
