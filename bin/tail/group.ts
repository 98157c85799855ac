/** Trees whose last event never comes would fill the memory. */
const MOST_OPEN = 1_000

/**
 * Puts events of one id together until the one comes whose type has no dot: it is the outermost, which ends last. While more ids than
 * `mostOpen` wait for theirs, the oldest is given up.
 */
export function openGroups<T extends { id?: unknown; type?: unknown }>(mostOpen = MOST_OPEN) {
  const open = new Map<string, T[]>()

  return {
    /** The group that this event completes, or null. */
    add(event: T): T[] | null {
      const id = JSON.stringify(event.id ?? null)
      const group = open.get(id) ?? []
      group.push(event)
      if (!String(event.type).includes('.')) {
        open.delete(id)
        return group
      }
      open.set(id, group)
      for (const oldest of open.keys()) {
        if (open.size <= mostOpen) break
        open.delete(oldest)
      }
      return null
    },
    /** How many wait. */
    left: () => open.size,
  }
}
