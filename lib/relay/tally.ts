/** What happened to the things of one project since the relay was started. */
export interface Tally {
  /** put on the disk */
  kept: number
  /** answered by a centre, by what became of them there */
  sent: Record<string, number>
  /** not even kept, by the reason */
  dropped: Record<string, number>
  /** kept, and given up to make room */
  lost: number
  /** bytes on the disk that were not what was written there */
  damaged: number
}

export const newTally = (): Tally => ({ kept: 0, sent: {}, dropped: {}, lost: 0, damaged: 0 })

export function count(counts: Record<string, number>, name: string, by = 1): void {
  if (by > 0) counts[name] = (counts[name] ?? 0) + by
}
