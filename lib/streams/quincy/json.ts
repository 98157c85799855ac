import type { Plain } from '#lib/plugin.ts'
import { markOf } from '#lib/streams/reading/mark.ts'
import type { Order } from '#lib/streams/reading/place.ts'
import type { StreamView } from '#lib/streams/reading/view.ts'

/** Quincy's way to write a time: without a zone, it is UTC. */
export const timeJson = (iso: string) => ({ __type__: 'datetime', datetime: naive(iso) })

export const rangeJson = (begin: string, end: string) => ({
  ...{ __type__: 'timex.TimeRange', begin: naive(begin), end: naive(end) },
})

/** Python's form: no zone, and no fraction of a second where there is none. */
export const naive = (iso: string): string => iso.replace(/Z$/, '').replace(/\.0+$/, '')

/** A stream as Quincy answered it. */
export const streamJson = (stream: StreamView, order: Order) => ({
  id: stream.id,
  name: stream.trigger,
  state: stream.state,
  state_serial_no: stream.serial,
  first_event: timeJson(stream.firstEvent),
  last_event: timeJson(stream.lastEvent),
  fire_timestamp: stream.fireAt && timeJson(stream.fireAt),
  expire_timestamp: timeJson(stream.expireAt),
  distinguishing_traits: Object.fromEntries(
    Object.entries(stream.traits).map(([name, value]) => [name, traitJson(value)]),
  ),
  _mark: markOf(stream.id, order),
})

/** What Quincy calls `event_name` Winchester called `event_type`. */
export interface OldEvent {
  uid: string
  type: string
  /** ISO 8601, exact to the microsecond */
  at: string
  traits: Record<string, unknown> | null
}

/** An event as Quincy answered it: its traits beside what it always has. */
export const eventJson = ({ uid, type, at, traits }: OldEvent) => ({
  ...traits,
  message_id: uid,
  event_name: type,
  event_type: type,
  timestamp: timeJson(at),
})

function traitJson(value: Plain): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const { datetime, begin, end } = value
  if (typeof datetime === 'string') return timeJson(datetime)
  return typeof begin === 'string' && typeof end === 'string' ? rangeJson(begin, end) : value
}
