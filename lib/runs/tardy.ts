/** Monitors that are remembered; of more than these the oldest get away. */
const MONITORS_LIMIT = 10_000

/**
 * Keeps monitors whose last run ran out of time to a few places: however many there are of them, those of
 * others find room. In memory; an engine that has just started learns anew who they are.
 */
export function openTardy(places: number) {
  const tardy = new Set<number>()
  let taken = 0

  return {
    /** Gives a place, to be given back by the answer; null when this monitor gets none now. */
    take(monitorId: number): (() => void) | null {
      if (!tardy.has(monitorId)) return () => {}
      if (taken >= places) return null
      taken++
      return () => {
        taken--
      }
    },

    note(monitorId: number, ranOutOfTime: boolean) {
      tardy.delete(monitorId)
      if (!ranOutOfTime) return
      tardy.add(monitorId)
      const [oldest] = tardy
      if (tardy.size > MONITORS_LIMIT && oldest !== undefined) tardy.delete(oldest)
    },
  }
}
