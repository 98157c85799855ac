import type { EventIntake } from '#lib/events/intake/contract.ts'

/** When a process stored events the last time (unix seconds), and how long before that the last of them had ended. */
export interface LastArrival {
  at: number
  lagSeconds: number
}

/** Remembers when events came the last time; null while none did. */
export function lastArrival(events: Pick<EventIntake, 'onStored'>): () => LastArrival | null {
  let last: LastArrival | null = null
  events.onStored((_, stored) => {
    const at = Date.now() / 1000
    const end = stored.at(-1)?.at ?? at
    last = { at, lagSeconds: Math.round((at - end) * 1000) / 1000 }
  })
  return () => last
}
