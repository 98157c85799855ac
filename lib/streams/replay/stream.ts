import type { CompiledTrigger, Taken } from '#lib/streams/definition/compile.ts'
import { traitsOf } from '#lib/streams/definition/key.ts'
import type { Distinguishing } from '#lib/streams/definition/values.ts'
import type { Micros, StreamEvent } from '#lib/streams/event.ts'
import { type Collected, dueAt, grown } from '#lib/streams/feed/grown.ts'
import { wantedOf } from '#lib/streams/reading/wanted.ts'
import { seenOf } from '#lib/streams/replay/looked.ts'
import type { ReplayedStream, Seen } from '#lib/streams/replay/result.ts'
import { isoOf } from '#lib/streams/timex/iso.ts'

/** Of each stream: those of all that are open are in memory at once. */
const EVENTS_TOLD = 20

/** A stream of a dry run, as long as it is open. */
export interface Running {
  openedAt: Micros
  values: Distinguishing
  collected: Collected
  events: Seen[]
}

/** The stream with one event more, by the rules of those that are stored; it is the event's time. */
export function joined(
  before: Running | undefined,
  event: StreamEvent,
  { values, met }: Taken,
  trigger: CompiledTrigger,
): Running {
  const part = { version: { trigger }, events: [event], met: met.map(Number), depth: 0 }
  const collected = grown(
    before?.collected ?? null,
    { ...part, first: event.at, last: event.at },
    event.at,
  )
  const events = before?.events ?? []
  if (events.length < EVENTS_TOLD) events.push(seenOf(event))
  return { openedAt: before?.openedAt ?? event.at, values, collected, events }
}

/** When it ends, when nothing more comes to it, and how. */
export function endOf({ collected }: Running): { at: Micros; state: 'fired' | 'expired' } {
  const at = dueAt(collected)
  return { at, state: at === collected.fireAt ? 'fired' : 'expired' }
}

export function toldStream(
  { openedAt, values, collected, events }: Running,
  trigger: CompiledTrigger,
  ended: { at: Micros; state: 'fired' | 'expired' } | null,
): ReplayedStream {
  const { first, last, fireAt, expireAt, met } = collected
  return {
    traits: traitsOf(values),
    state: ended?.state ?? 'active',
    openedAt: isoOf(openedAt),
    firstEvent: isoOf(first),
    lastEvent: isoOf(last),
    fireAt: fireAt === null ? null : isoOf(fireAt),
    expireAt: isoOf(expireAt),
    endedAt: ended && isoOf(ended.at),
    waitsFor: wantedOf(trigger.definition.fire_criteria, met),
    eventCount: collected.events,
    events,
  }
}
