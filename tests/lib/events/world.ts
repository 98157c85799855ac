import type { Pool } from 'pg'
import type { Event } from '#lib/events/event.ts'
import { openEventIntake } from '#lib/events/intake/open.ts'
import { openGate } from '#lib/projects/intake/gate.ts'

export const openIntake = (pool: Pool) => openEventIntake({ pool, gate: openGate() })

type Given = Partial<Omit<Event, 'traits'>> & { traits?: object | null; seconds?: number }

/** An event that ended at this moment, unless the rest says otherwise. */
export function anEvent({ traits = {}, seconds = 0, ...rest }: Given = {}): Event {
  const at = rest.at ?? Date.now() / 1000
  return {
    ...{ type: 'request', id: 'tree', uid: undefined, host: 'web1', pid: 1 },
    ...{ start: at - seconds, at, isTimed: true },
    ...rest,
    traits: traits && JSON.stringify(traits),
  }
}
