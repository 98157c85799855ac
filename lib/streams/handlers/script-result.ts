import { createHash } from 'node:crypto'
import { named } from '#lib/events/intake/store.ts'
import { readEvent, traitsOf } from '#lib/intake/events/plain.ts'
import { type Fields, isFields } from '#lib/intake/untrusted.ts'
import type { Plain } from '#lib/plugin.ts'
import type { StreamEvent } from '#lib/streams/event.ts'
import { streamEventOf } from '#lib/streams/feed/stream-event.ts'
import type { StreamFacts } from '#lib/streams/handlers/contract.ts'

interface Step {
  script: string
  stream: StreamFacts
}

/**
 * The events that go on after a script: those that it returned, all when it returned nothing. One with the `uid` of an event that it was
 * given is that event, with the traits that it has now; any other is new. Throws what is wrong with what is none.
 */
export function eventsOfStep(
  returned: Plain,
  given: readonly StreamEvent[],
  step: Step,
): readonly StreamEvent[] {
  if (returned === null) return given
  if (!Array.isArray(returned)) throw new Error('a step returns a list of events, or nothing')
  const known = new Map(given.map(event => [event.uid, event]))
  const going = new Map<string, StreamEvent>()
  for (const [place, one] of returned.entries()) {
    if (!isFields(one)) throw new Error(`what was returned at ${place} is no event`)
    const before = typeof one.uid === 'string' ? known.get(one.uid) : undefined
    const event = before ? withTraits(before, one.traits, place) : newEvent(one, place, step)
    going.set(event.uid, event)
  }
  return [...going.values()]
}

function withTraits(event: StreamEvent, traits: unknown, place: number): StreamEvent {
  if (traits === undefined) return event
  if (!isFields(traits)) throw new Error(`the traits of the event at ${place} must be an object`)
  return { ...event, traits: storedTraits(traits) }
}

/** The same again when the pipeline is tried again: what was made is taken once. */
function newEvent(given: Fields, place: number, { script, stream }: Step): StreamEvent {
  const uid = given.uid ?? uidOf(stream, script, place)
  const event = readEvent({ ...given, uid }, Date.now() / 1000)
  if ('error' in event) throw new Error(`the event at ${place} that was made: ${event.error}`)
  return streamEventOf(named(event.read))
}

const uidOf = ({ id, occasion }: StreamFacts, script: string, place: number) =>
  createHash('sha256')
    .update(JSON.stringify([id, occasion, script, place]))
    .digest('hex')
    .slice(0, 32)

const storedTraits = (traits: Fields) => JSON.parse(traitsOf(traits) ?? '{}') as Fields
