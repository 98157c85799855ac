import type { Pool } from 'pg'
import type { Tally } from '#lib/streams/statistics/tally.ts'

/** Gathers what triggers did, and writes it beside the work: what happened within the last second is lost with its process. */
export interface Statistics {
  /** after the commit of what is counted */
  add(tally: Tally): void
  /** Writes what is held. */
  close(): Promise<void>
}

export function openStatistics(_pool: Pool): Statistics {
  return { add() {}, async close() {} }
}
