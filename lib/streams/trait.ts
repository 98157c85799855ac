import type { Micros, StreamEvent } from '#lib/streams/event.ts'
import { microsOf } from '#lib/streams/timex/iso.ts'

/** A time that an event has of its own; those among its traits are texts. */
export class Moment {
  readonly at: Micros

  constructor(at: Micros) {
    this.at = at
  }
}

const OWN = new Map<string, (event: StreamEvent) => unknown>([
  ['timestamp', ({ at }) => new Moment(at)],
  ['event_type', ({ type }) => type],
  ['message_id', ({ uid }) => uid],
  ['id', ({ id }) => id],
  ['host', ({ host }) => host],
  ['pid', ({ pid }) => pid],
  ['start', ({ start }) => new Moment(start)],
  ['duration', ({ start, at }) => Math.max(at - start, 0) / 1e6],
])

/**
 * What an event has under a name: among its traits by the whole name, then by its steps between dots (numbers in lists),
 * then of its own (`timestamp, event_type, message_id, id, host, pid, start, duration` in seconds). Undefined when there
 * is nothing, or null.
 */
export function traitOf(event: StreamEvent, name: string): unknown {
  const { traits } = event
  const given = Object.hasOwn(traits, name) ? traits[name] : within(traits, name)
  return given ?? OWN.get(name)?.(event) ?? undefined
}

/** The time that a trait tells, or null. An application's own `timestamp` that is none, such as a number, hides nothing. */
export function timeOf(event: StreamEvent, name: string): Micros | null {
  const value = traitOf(event, name)
  const given = typeof value === 'string' ? microsOf(value) : null
  const own = value instanceof Moment ? value : OWN.get(name)?.(event)
  return given ?? (own instanceof Moment ? own.at : null)
}

function within(traits: Readonly<Record<string, unknown>>, name: string): unknown {
  if (!name.includes('.')) return undefined
  let value: unknown = traits
  for (const step of name.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined
    value = (value as Record<string, unknown>)[step]
  }
  return value
}
