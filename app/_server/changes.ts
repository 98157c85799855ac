/** With more in one message a page reads everything anew anyway. */
const IDS_LIMIT = 1_000

type Ids = Set<unknown> | null

/**
 * Collects what changed, by topic, until it is taken. However much happens in between, it stays small:
 * a topic with too many ids, or where something may have been missed, is `null`.
 */
export function collectChanges() {
  const topics = new Map<string, Ids>()
  let wake = () => {}

  return {
    /** `ids` is null when something may have been missed */
    add(topic: string, ids: readonly unknown[] | null) {
      const known = topics.get(topic)
      const all: Ids = ids === null || known === null ? null : new Set([...(known ?? []), ...ids])
      topics.set(topic, all && all.size > IDS_LIMIT ? null : all)
      wake()
    },

    /** Resolves when there are changes to take, at the latest when the signal aborts. */
    come(limit: AbortSignal): Promise<void> {
      return new Promise(resolve => {
        wake = resolve
        limit.addEventListener('abort', () => resolve(), { once: true })
        if (topics.size > 0 || limit.aborted) resolve()
      })
    },

    take(): [topic: string, ids: unknown[] | null][] {
      const taken = [...topics].map(([topic, ids]) => [topic, ids && [...ids]] as const)
      topics.clear()
      return taken as [string, unknown[] | null][]
    },
  }
}
