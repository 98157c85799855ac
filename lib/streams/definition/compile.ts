import { type Criteria, criteriaOf } from '#lib/streams/criteria/check.ts'
import { missing } from '#lib/streams/criteria/criterion.ts'
import type { Note } from '#lib/streams/criteria/note.ts'
import { distinguisher } from '#lib/streams/definition/distinguish.ts'
import { expiryOf, type StreamTimes } from '#lib/streams/definition/expiry.ts'
import type { TriggerDefinition } from '#lib/streams/definition/schema.ts'
import type { Distinguishing, DistinguishingValue } from '#lib/streams/definition/values.ts'
import type { Micros, StreamEvent } from '#lib/streams/event.ts'

/** What an event is to a trigger that takes it. */
export interface Taken {
  /** the place of the match criteria that took it */
  criteria: number
  /** of the stream that it belongs to */
  values: Distinguishing
  /** for each of the fire criteria, whether it counts for it */
  met: readonly boolean[]
}

/** A trigger that is ready to be asked; the same wherever it is asked. */
export interface CompiledTrigger {
  definition: TriggerDefinition
  /** Whether any of its match criteria takes events of this type; asked once for each. */
  fitsType(type: string): boolean
  /** Null: it does not take the event. `note` is told of all criteria that were looked at. */
  take(event: StreamEvent, note?: Note): Taken | null
  /** When a stream expires. There always is an answer. */
  expiry(times: StreamTimes): Micros
  /** how many events each of the fire criteria needs */
  needed: readonly number[]
  fireDelay: Micros
}

/** Throws for what the schema of definitions refuses. */
export function compileTrigger(definition: TriggerDefinition): CompiledTrigger {
  const match = definition.match_criteria.map(criteriaOf)
  const mappings = definition.match_criteria.map(entry => entry.map_distinguished_by)
  const fire = definition.fire_criteria.map(criteriaOf)
  const distinguishers = definition.distinguished_by.map(distinguisher)

  function valuesOf(event: StreamEvent, criteria: number, note?: Note): Distinguishing | null {
    const mapped = mappings[criteria] ?? {}
    const values: [string, DistinguishingValue][] = []
    for (const { name, read } of distinguishers) {
      const trait = Object.hasOwn(mapped, name) ? (mapped[name] ?? name) : name
      const value = read(event, trait)
      if (value === undefined) {
        note?.('Distinguish', missing(trait))
        return null
      }
      values.push([name, value])
    }
    if (distinguishers.length > 0) note?.('Distinguish', null)
    return Object.fromEntries(values)
  }

  return {
    definition,
    fitsType: type => match.some(({ fitType }) => fitType(type)),
    take(event, note) {
      const criteria = firstThatFits(match, event, note)
      if (criteria === null) return null
      const values = valuesOf(event, criteria, note)
      if (values === null) return null
      return { criteria, values, met: fire.map(({ check }, i) => counts(check(event), i, note)) }
    },
    expiry: expiryOf(definition.expiration),
    needed: definition.fire_criteria.map(({ number }) => number),
    fireDelay: Math.round(definition.fire_delay * 1e6),
  }
}

function firstThatFits(all: readonly Criteria[], event: StreamEvent, note?: Note): number | null {
  for (const [i, { check }] of all.entries()) {
    const reason = check(event)
    note?.(`Match ${i + 1}`, reason)
    if (reason === null) {
      note?.('Match', null)
      return i
    }
  }
  note?.('Match', 'No matching criteria')
  return null
}

function counts(reason: string | null, place: number, note?: Note): boolean {
  note?.(`Fire ${place + 1}`, reason)
  return reason === null
}
