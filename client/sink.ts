import type { Event } from './event.ts'

type Sink = (event: Event) => void

let sink: Sink | null = null

/** Where events go; null: nowhere. */
export function sendTo(other: Sink | null): void {
  sink = other
}

/** Never throws and never waits. */
export function record(event: Event): void {
  sink?.(event)
}
