const DAY_MS = 86_400_000

/** What is older than this is deleted: `retainDays` times 24 hours before now, to the second. */
export const keptFrom = (now: Date, retainDays: number): Date =>
  new Date(now.getTime() - retainDays * DAY_MS)

export const isExpired = (at: Date, now: Date, retainDays: number): boolean =>
  at < keptFrom(now, retainDays)
