import type { Distinguishing } from '#lib/streams/definition/values.ts'
import type { Micros } from '#lib/streams/event.ts'
import type { Meeting, Place } from '#lib/streams/feed/meet.ts'
import type { Version } from '#lib/streams/feed/triggers.ts'

/** What of a batch goes to one stream. */
export interface Portion {
  version: Version
  key: string
  slot: string
  values: Distinguishing
  /** unix seconds, as the store has them */
  events: { at: number; uid: string }[]
  first: Micros
  last: Micros
  met: number[]
  depth: number
}

/** Where there is one open stream at most. */
export type Slot = Pick<Portion, 'version' | 'key' | 'slot'>

export const slotOf = (versionId: number, key: string): string => `${versionId} ${key}`

/**
 * Each event goes to one stream of its trigger: to that of the oldest version that has one open (by its slot) for it, otherwise to one that
 * the current version opens; nowhere when there is none.
 */
export function portionsOf(
  meetings: readonly Meeting[],
  open: Pick<ReadonlySet<string>, 'has'>,
): Map<string, Portion> {
  const portions = new Map<string, Portion>()
  for (const meeting of meetings) {
    const place = meeting.places.find(one => one.version.isCurrent || open.has(one.slot))
    if (!place) continue
    const portion = portions.get(place.slot)
    if (portion) add(portion, meeting, place)
    else portions.set(place.slot, begun(meeting, place))
  }
  return portions
}

const begun = (
  { arrival, event }: Meeting,
  { version, key, slot, values, met }: Place,
): Portion => ({
  ...{ version, key, slot, values },
  events: [{ at: arrival.event.at, uid: arrival.event.uid }],
  ...{ first: event.at, last: event.at, met: met.map(Number), depth: arrival.depth },
})

function add(portion: Portion, { arrival, event }: Meeting, { met }: Place) {
  portion.events.push({ at: arrival.event.at, uid: arrival.event.uid })
  portion.first = Math.min(portion.first, event.at)
  portion.last = Math.max(portion.last, event.at)
  for (const [i, isMet] of met.entries()) if (isMet) portion.met[i] = (portion.met[i] ?? 0) + 1
  portion.depth = Math.max(portion.depth, arrival.depth)
}
