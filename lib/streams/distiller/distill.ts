import { LRUCache } from 'lru-cache'
import { eventTypes } from '#lib/streams/criteria/event-types.ts'
import { DEFAULT_TRAITS } from '#lib/streams/distiller/defaults.ts'
import type { Notification } from '#lib/streams/distiller/notification.ts'
import type { EventDefinition } from '#lib/streams/distiller/schema.ts'
import { timeOf } from '#lib/streams/distiller/time.ts'
import { type Finding, type Taker, takerOf } from '#lib/streams/distiller/trait.ts'
import type { Micros } from '#lib/streams/event.ts'

/** Senders make up types; what was looked up last is remembered. */
const TYPES_REMEMBERED = 1_000

/** What a notification comes to. */
export interface Distilled {
  eventType: string
  messageId: string
  at: Micros
  /** the place of the definition that fits; null: none, and the default traits are all there is */
  definition: number | null
  findings: Finding[]
  /** why it is no event: nothing fits, it has no trait, or a value is none of its type (`invalid`) */
  dropped: Dropped | null
}
export type Dropped = 'no_definition' | 'no_traits' | 'invalid'

export interface Distiller {
  /** Throws a UserError when its time is none. */
  distill(notification: Notification, options: { catchAll: boolean; now: Micros }): Distilled
}

/** Reads notifications by these definitions, of which the last that fits is the one. */
export function distillerOf(definitions: readonly EventDefinition[]): Distiller {
  const compiled = definitions.map(compile)
  const catchAllTakers = takersOf({})
  const places = new LRUCache<string, number>({ max: TYPES_REMEMBERED })

  /** -1 for none. */
  function placeFor(eventType: string): number {
    const known = places.get(eventType)
    if (known !== undefined) return known
    const place = compiled.findLastIndex(({ fits }) => fits(eventType))
    places.set(eventType, place)
    return place
  }

  return {
    distill({ eventType, messageId, body }, { catchAll, now }) {
      const place = placeFor(eventType)
      const takers = compiled[place]?.takers ?? (catchAll ? catchAllTakers : [])
      const definition = place < 0 ? null : place
      const findings = takers.map(take => take(body))
      const isNone = definition === null && !catchAll
      return {
        ...{ eventType, messageId, at: timeOf(body, now), definition, findings },
        dropped: isNone ? 'no_definition' : obstacleIn(findings),
      }
    },
  }
}

const compile = ({ event_type, traits }: EventDefinition) => ({
  fits: eventTypes(event_type).fit,
  takers: takersOf(traits),
})

const takersOf = (traits: EventDefinition['traits']): Taker[] =>
  Object.entries({ ...DEFAULT_TRAITS, ...traits }).map(([name, trait]) => takerOf(name, trait))

function obstacleIn(findings: readonly Finding[]): Dropped | null {
  if (findings.some(({ problem }) => problem !== null)) return 'invalid'
  return findings.every(({ value }) => value === null) ? 'no_traits' : null
}
