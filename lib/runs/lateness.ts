/** The last starts that are remembered; a busy engine starts as many in a second. */
const REMEMBERED = 1_000

export interface Lateness {
  p50Ms: number
  p99Ms: number
}

/** How late the last runs of this engine started. */
export function openLateness() {
  const last: number[] = []
  let at = 0
  return {
    note(lateMs: number) {
      last[at] = Math.max(0, lateMs)
      at = (at + 1) % REMEMBERED
    },
    now(): Lateness {
      const sorted = last.toSorted((a, b) => a - b)
      return { p50Ms: atShare(sorted, 0.5), p99Ms: atShare(sorted, 0.99) }
    },
  }
}

const atShare = (sorted: number[], share: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
