import type { Plain } from '#lib/plugin.ts'
import type { StreamEvent } from '#lib/streams/event.ts'
import type { StreamFacts } from '#lib/streams/handlers/contract.ts'
import { isoOf } from '#lib/streams/timex/iso.ts'

/** A stream as it is told outside of Belfry, and to scripts. */
export const toldStream = (stream: StreamFacts) => ({
  id: stream.id,
  trigger: stream.trigger,
  occasion: stream.occasion,
  traits: { ...stream.traits },
  firstEvent: isoOf(stream.firstEvent),
  lastEvent: isoOf(stream.lastEvent),
  url: stream.url,
})

/** An event as it is told outside of Belfry, and to scripts. */
export const toldEvent = (event: StreamEvent) => ({
  uid: event.uid,
  type: event.type,
  at: isoOf(event.at),
  start: isoOf(event.start),
  id: event.id,
  host: event.host,
  pid: event.pid,
  // They came as JSON.
  traits: event.traits as Record<string, Plain>,
})
export type ToldEvent = ReturnType<typeof toldEvent>

/** The first events, as many as fit into so many characters of JSON. */
export function eventsWithin(events: readonly StreamEvent[], characters: number): ToldEvent[] {
  const told: ToldEvent[] = []
  let left = characters
  for (const event of events) {
    const one = toldEvent(event)
    left -= JSON.stringify(one).length
    if (left < 0) break
    told.push(one)
  }
  return told
}
