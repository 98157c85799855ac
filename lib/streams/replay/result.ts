import type { TraitJson } from '#lib/streams/definition/key.ts'
import type { Wanted } from '#lib/streams/reading/wanted.ts'

/** An event, to be looked up. */
export interface Seen {
  uid: string
  type: string
  /** ISO 8601, exact to the microsecond, as all times here */
  at: string
}

export const ENDS = ['fired', 'expired', 'active'] as const

/** A stream that a trigger would have opened. */
export interface ReplayedStream {
  traits: Record<string, TraitJson>
  /** how it ended; active: it had not when the events did */
  state: (typeof ENDS)[number]
  openedAt: string
  firstEvent: string
  lastEvent: string
  /** null: not all that it waits for was there */
  fireAt: string | null
  expireAt: string
  /** when it fired or expired */
  endedAt: string | null
  /** all that came before it fires, and what of it did */
  waitsFor: Wanted[]
  eventCount: number
  /** the first ones */
  events: Seen[]
}

/** What came of looking at one of the criteria: `Match 1`, `Distinguish`, `Fire 2`. */
export interface ReplayLooked {
  criteria: string
  checks: number
  passed: number
  /** why the others did not, in Winchester's words, the most frequent first, each with some events */
  reasons: { reason: string; count: number; examples: Seen[] }[]
}

/** What a trigger would have done with the events of a range. */
export interface Replay {
  from: string
  /** that the range began before the store does, in words; null: it did not */
  missing: string | null
  /** where it ended */
  to: string
  /** why it ended before the range did, in words; null: it did not */
  stopped: string | null
  /** those of types that the trigger takes, and how many of them it took */
  events: { read: number; taken: number }
  /** those of other types, the most frequent types first; null: too many to be counted in time */
  others: { count: number; types: { type: string; count: number }[] } | null
  opened: number
  fired: number
  expired: number
  active: number
  /** some of each end, by when they were opened */
  streams: ReplayedStream[]
  looked: ReplayLooked[]
  /** what was looked at and what was done in the lines that Winchester writes into its log */
  report: string[]
}
