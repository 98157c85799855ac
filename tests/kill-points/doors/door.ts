import type { Effect } from '#tests/kill-points/point.ts'

/** What a door asks of whoever watches it. */
export interface Watch {
  /** Dies before the effect, or answers whether to die after it. */
  isFatal(effect: Effect): boolean
  die(): never
}
