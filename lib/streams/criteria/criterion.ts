import { compares, comparisonOf, type NumberKind } from '#lib/streams/criteria/number.ts'
import type { Criterion } from '#lib/streams/criteria/schema.ts'
import type { Micros, StreamEvent } from '#lib/streams/event.ts'
import { evaluate } from '#lib/streams/timex/evaluate.ts'
import { TimexMistake } from '#lib/streams/timex/mistake.ts'
import { parseTimex } from '#lib/streams/timex/parse.ts'
import { holds, type TimeValue } from '#lib/streams/timex/value.ts'
import { timeOf, traitOf } from '#lib/streams/trait.ts'

/** Null: the event fits. Otherwise why it does not, in Winchester's words. */
export type Check = (event: StreamEvent) => string | null

/** What is asked of one trait. Throws for what its schema refuses. */
export function criterionCheck(name: string, criterion: Criterion): Check {
  if (typeof criterion !== 'object') return constantCheck(name, criterion)
  const { int, float, datetime, string, text } = criterion
  if (int !== undefined) return numberCheck(name, 'int', int)
  if (float !== undefined) return numberCheck(name, 'float', float)
  if (datetime !== undefined) return timeCheck(name, datetime)
  return constantCheck(name, string ?? text ?? '')
}

function constantCheck(name: string, constant: string | number | boolean): Check {
  return event => {
    const value = traitOf(event, name)
    if (value === undefined) return missing(name)
    return value === constant ? null : '== failed'
  }
}

function numberCheck(name: string, kind: NumberKind, written: string | number): Check {
  const comparison = comparisonOf(kind, written)
  if (!comparison) throw new Error(`${written} is no ${kind}`)
  const reason = `${comparison.operator === '=' ? '==' : comparison.operator} failed`
  const isOfKind = kind === 'int' ? Number.isInteger : Number.isFinite
  return event => {
    const value = traitOf(event, name)
    if (value === undefined) return missing(name)
    return isOfKind(value) && compares(comparison, value as number) ? null : reason
  }
}

function timeCheck(name: string, expression: string): Check {
  const rangeOf = timeIn(expression)
  return event => {
    if (traitOf(event, name) === undefined) return missing(name)
    const at = timeOf(event, name)
    const range = rangeOf(event)
    if (range === null) return 'No timestamp trait'
    return at !== null && holds(range, at) ? null : 'Not in timerange'
  }
}

/** The time that the criteria's events are to be in. */
export function timestampCheck(expression: string): Check {
  const rangeOf = timeIn(expression)
  return event => {
    const range = rangeOf(event)
    const at = timeOf(event, 'timestamp')
    if (range === null || at === null) return 'No timestamp trait'
    return holds(range, at) ? null : 'Not time yet.'
  }
}

/** What a time expression comes to for an event, whose traits are its variables; null where one is missing or there is no such time. */
function timeIn(expression: string): (event: StreamEvent) => TimeValue | null {
  const timex = parseTimex(expression)
  return event => {
    const times = new Map<string, Micros>()
    for (const name of timex.variables) {
      const at = timeOf(event, name)
      // Often so, and cheaper than an error.
      if (at === null) return null
      times.set(name, at)
    }
    try {
      return evaluate(timex, name => times.get(name))
    } catch (error) {
      if (error instanceof TimexMistake) return null
      throw error
    }
  }
}

export const missing = (name: string) => `not '${name}'`
