import type { StoredListener } from '#lib/events/intake/contract.ts'
import { log } from '#lib/log.ts'

/** Tells whoever wants to know of stored events. */
export interface Stored {
  /** Answers how to stop. What the listener throws is logged. */
  on(listener: StoredListener): () => void
  /** To be called after the commit. */
  tell: StoredListener
  isHeard(): boolean
}

export function openStored(): Stored {
  const listeners = new Set<StoredListener>()
  return {
    on(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    tell(project, events) {
      for (const listener of listeners)
        try {
          listener(project, events)
        } catch (error) {
          log.error({ err: error }, 'stored events could not be told of')
        }
    },
    isHeard: () => listeners.size > 0,
  }
}
