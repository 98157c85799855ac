import type { Micros, StreamEvent } from '#lib/streams/event.ts'
import { isoOf, microsOf } from '#lib/streams/timex/iso.ts'
import type { TimeValue } from '#lib/streams/timex/value.ts'

/** The time that a case tells. */
export function timeIn(value: unknown): Micros {
  const at = microsOf(String(value))
  if (at === null) throw new Error(`${value} is no time`)
  return at
}

/** As the cases write it: no zone, and no fraction where it is none. */
export const pythonTime = (at: Micros): string => isoOf(at).replace(/(?:\.000000)?Z$/, '')

export const pythonValue = (value: TimeValue) =>
  typeof value === 'number'
    ? { timestamp: pythonTime(value) }
    : { begin: pythonTime(value.begin), end: pythonTime(value.end) }

/** A flat event of a case; one without a time is of now. */
export function eventIn(flat: unknown): StreamEvent {
  const {
    message_id = '1',
    event_type = 'test.thing',
    timestamp,
    ...traits
  } = flat as Record<string, unknown>
  const at = timestamp === undefined ? Date.now() * 1_000 : timeIn(timestamp)
  return {
    ...{ uid: String(message_id), type: String(event_type), at, start: at },
    ...{ id: '', host: '', pid: null, traits },
  }
}
