/** Over which rates are taken. */
const RATE_MS = 3_000

/** How many a second; `shown` is less than `matched` where only a share is sent. */
export interface Rate {
  shown: number
  matched: number
  /** whether there were more that nobody had the time to look at */
  isLeast: boolean
}

/** How many came lately. */
export function openMeter(now = () => performance.now()) {
  let notes: { at: number; shown: number; matched: number; isLeast: boolean }[] = []
  const note = (shown: number, matched: number, isLeast = false) =>
    notes.push({ at: now(), shown, matched, isLeast })

  return {
    shown: (count: number) => note(count, count),
    /** Of those that were shown in the same second it is known already. */
    sampled: (counts: { shown: number; matched: number; unread: number }) =>
      note(0, counts.matched - counts.shown, counts.unread > 0),
    rate(): Rate {
      notes = notes.filter(({ at }) => at > now() - RATE_MS)
      const sum = (of: 'shown' | 'matched') =>
        Math.round(notes.reduce((total, one) => total + one[of], 0) / (RATE_MS / 1000))
      return {
        shown: sum('shown'),
        matched: sum('matched'),
        isLeast: notes.some(one => one.isLeast),
      }
    },
  }
}
