import type { PoolClient } from 'pg'
import type { Event } from '#lib/events/event.ts'
import type { Tally } from '#lib/streams/statistics/tally.ts'

/** Events made by pipelines over streams of such events, and so on, meet triggers so many times: loops end. */
export const MOST_DEPTH = 8

/** Engines listen to it: something is due at once. */
export const STREAMS_CHANNEL = 'belfry_streams'

/** An event that was stored in this transaction, and was not there before. */
export interface Arrival {
  projectId: number
  event: Event & { uid: string }
  /** how many pipelines led to it: 0 for what comes from outside */
  depth: number
}

/** To be told to the statistics after the commit. */
export interface Fed {
  tally: Tally
}

/**
 * Events meet the triggers of their projects, once: called at the end of the transaction that stores them, with those that were
 * taken, in their order. What is deeper than MOST_DEPTH meets none.
 */
export async function feed(_client: PoolClient, _arrivals: readonly Arrival[]): Promise<Fed> {
  return { tally: new Map() }
}
