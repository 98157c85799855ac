/** The last starts that are remembered; a busy engine starts as many in a second. */
const REMEMBERED = 1_000
/** Up to how late the starts are that are counted together, in seconds; the last count is of all. */
export const LATENESS_BOUNDS = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, Infinity]

export interface Lateness {
  p50Ms: number
  p99Ms: number
  /** since the engine began: how many starts were at most as late as each of `LATENESS_BOUNDS`, and all of them together */
  counts: number[]
  sumMs: number
}

/** How late the runs of this engine started. */
export function openLateness() {
  const last: number[] = []
  const counts = LATENESS_BOUNDS.map(() => 0)
  let at = 0
  let sumMs = 0
  return {
    note(plannedLateMs: number) {
      const lateMs = Math.max(0, plannedLateMs)
      last[at] = lateMs
      at = (at + 1) % REMEMBERED
      sumMs += lateMs
      for (const [i, bound] of LATENESS_BOUNDS.entries())
        if (lateMs <= bound * 1000) counts[i] = (counts[i] ?? 0) + 1
    },
    now(): Lateness {
      const sorted = last.toSorted((a, b) => a - b)
      return {
        ...{ p50Ms: atShare(sorted, 0.5), p99Ms: atShare(sorted, 0.99) },
        ...{ counts: [...counts], sumMs: Math.round(sumMs) },
      }
    },
  }
}

const atShare = (sorted: number[], share: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
