import type { TraitJson } from '#lib/streams/definition/key.ts'

/** A stream that a trigger would have opened. Times are ISO 8601 with microseconds. */
export interface ReplayedStream {
  traits: Record<string, TraitJson>
  /** how it ended; active: it had not, at the end of the range */
  state: 'fired' | 'expired' | 'active'
  firstEvent: string
  lastEvent: string
  openedAt: string
  /** when it would have been fired; null: it was not ready */
  fireAt: string | null
  expireAt: string
  /** when it fired or expired */
  endedAt: string | null
  /** all of them; a stream tells the first ones */
  eventCount: number
  events: { uid: string; type: string; at: string }[]
  /** for each of the fire criteria: what it asks, how many events it needs, how many it had */
  criteria: { text: string; needed: number; met: number }[]
}

/** Why events were not taken. */
export interface ReplayMismatch {
  /** `Match 1`, `Distinguish`, `Fire 2`: what was looked at */
  criteria: string
  checks: number
  passed: number
  reasons: {
    reason: string
    count: number
    examples: { uid: string; type: string; at: string }[]
  }[]
}

/** What a trigger would have done with the events of a range. */
export interface Replay {
  from: string
  to: string
  /** where it stopped early, and why; null: it went to the end */
  stopped: { at: string; reason: string } | null
  /** how many were read, and how many of them were taken */
  events: { read: number; taken: number }
  counts: { opened: number; fired: number; expired: number; active: number }
  /** the first ones; `counts` has all */
  streams: ReplayedStream[]
  mismatches: ReplayMismatch[]
}
