import { distinguishedBy } from '#lib/streams/definition/distinguished-by.ts'
import type { DistinguishingValue } from '#lib/streams/definition/values.ts'
import type { StreamEvent } from '#lib/streams/event.ts'
import { evaluate } from '#lib/streams/timex/evaluate.ts'
import { TimexMistake } from '#lib/streams/timex/mistake.ts'
import { parseTimex } from '#lib/streams/timex/parse.ts'
import { Moment, timeOf, traitOf } from '#lib/streams/trait.ts'

/** It is stored with each stream, and searched. */
const LONGEST_TEXT = 1_000

/** One of what a trigger distinguishes by. */
export interface Distinguisher {
  name: string
  /** of an event's trait, `mapped` to it; undefined: the event has none that could be one */
  read(event: StreamEvent, mapped: string): DistinguishingValue | undefined
}

export function distinguisher(entry: string | Record<string, string>): Distinguisher {
  const { name, expression } = distinguishedBy(entry)
  return { name, read: expression === undefined ? plainValue : valueIn(expression) }
}

function plainValue(event: StreamEvent, trait: string): DistinguishingValue | undefined {
  const value = traitOf(event, trait)
  if (value instanceof Moment) return { datetime: value.at }
  if (typeof value === 'string') return value.length > LONGEST_TEXT ? undefined : value
  return typeof value === 'number' || typeof value === 'boolean' ? value : undefined
}

function valueIn(expression: string): Distinguisher['read'] {
  const timex = parseTimex(expression)
  return (event, trait) => {
    const at = timeOf(event, trait)
    if (at === null) return undefined
    try {
      const value = evaluate(timex, name => (name === 'timestamp' ? at : null))
      return typeof value === 'number' ? { datetime: value } : value
    } catch (error) {
      if (error instanceof TimexMistake) return undefined
      throw error
    }
  }
}
