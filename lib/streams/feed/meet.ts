import type { Note } from '#lib/streams/criteria/note.ts'
import type { Taken } from '#lib/streams/definition/compile.ts'
import { keyOf } from '#lib/streams/definition/key.ts'
import type { Distinguishing } from '#lib/streams/definition/values.ts'
import type { StreamEvent } from '#lib/streams/event.ts'
import type { Arrival } from '#lib/streams/feed/arrival.ts'
import { slotOf } from '#lib/streams/feed/portion.ts'
import { streamEventOf } from '#lib/streams/feed/stream-event.ts'
import type { Triggers, Version } from '#lib/streams/feed/triggers.ts'
import { noteLooked } from '#lib/streams/statistics/looked.ts'
import type { Tally } from '#lib/streams/statistics/tally.ts'

/** The place in a stream that a version of a trigger has for an event: open or to be opened. */
export interface Place {
  version: Version
  /** of the values */
  key: string
  slot: string
  values: Distinguishing
  met: readonly boolean[]
}

/** An event that a trigger takes. */
export interface Meeting {
  arrival: Arrival
  event: StreamEvent
  /** by the trigger's versions, the oldest first; at least one */
  places: Place[]
}

/** Which triggers take which of the events. What was looked at is counted for triggers whose debug level asks for it. */
export function meet(
  arrivals: readonly Arrival[],
  triggers: ReadonlyMap<number, Triggers>,
  tally: Tally,
): Meeting[] {
  const meetings: Meeting[] = []
  for (const arrival of arrivals) {
    const asked = triggers.get(arrival.projectId)?.of(arrival.event.type) ?? []
    if (asked.length === 0) continue
    const event = streamEventOf(arrival.event)
    for (const versions of asked) {
      const places = versions.flatMap(version => {
        const taken = version.trigger.take(event, noteOf(version, tally))
        return taken ? [placeOf(version, taken)] : []
      })
      if (places.length > 0) meetings.push({ arrival, event, places })
    }
  }
  return meetings
}

function placeOf(version: Version, { values, met }: Taken): Place {
  const key = keyOf(values)
  return { version, key, slot: slotOf(version.id, key), values, met }
}

const noteOf = ({ triggerId, trigger }: Version, tally: Tally): Note | undefined =>
  trigger.definition.debug_level === 0
    ? undefined
    : (criteria, reason) => noteLooked(tally, triggerId, trigger, criteria, reason)
