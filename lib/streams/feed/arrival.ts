import type { NamedEvent } from '#lib/events/intake/store.ts'

/** An event that was stored in this transaction, and was not there before. */
export interface Arrival {
  projectId: number
  event: NamedEvent
  /** how many pipelines led to it: 0 for what comes from outside */
  depth: number
}
