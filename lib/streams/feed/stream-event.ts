import type { NamedEvent } from '#lib/events/intake/store.ts'
import type { Micros, StreamEvent } from '#lib/streams/event.ts'

/** Seconds from 1970 to 2000, where PostgreSQL begins to count. */
const POSTGRES_EPOCH_S = 946_684_800

/** As triggers see what is being stored. */
export const streamEventOf = (event: NamedEvent): StreamEvent => ({
  ...{ uid: event.uid, type: event.type, id: event.id, host: event.host, pid: event.pid },
  ...{ at: storedMicros(event.at), start: storedMicros(event.start) },
  traits: traitsOf(event.traits),
})

/**
 * The microsecond that PostgreSQL's `to_timestamp` makes of unix seconds, so that members of streams are those of the store:
 * it counts from 2000, and rounds halves to even numbers.
 */
function storedMicros(seconds: number): Micros {
  const micros = (seconds - POSTGRES_EPOCH_S) * 1e6
  const rounded = Math.round(micros)
  const isHalf = rounded - micros === 0.5
  return (isHalf && rounded % 2 !== 0 ? rounded - 1 : rounded) + POSTGRES_EPOCH_S * 1e6
}

function traitsOf(json: string | null): StreamEvent['traits'] {
  const traits: unknown = json === null ? null : JSON.parse(json)
  return typeof traits === 'object' && traits !== null ? (traits as StreamEvent['traits']) : {}
}
