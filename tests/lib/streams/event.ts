import type { StreamEvent } from '#lib/streams/event.ts'
import { microsOf } from '#lib/streams/timex/iso.ts'

let made = 0

/** An event of 1 August 2014, at noon; each has a uid of its own. */
export function streamEvent(fields: Partial<StreamEvent> = {}): StreamEvent {
  const { at = microsOf('2014-08-01T12:00:00') ?? 0 } = fields
  return {
    ...{ uid: `event-${++made}`, type: 'test.thing', at, start: at },
    ...{ id: 'tree', host: 'web-1', pid: null, traits: {} },
    ...fields,
  }
}
