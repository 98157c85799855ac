import type { Micros } from '#lib/streams/event.ts'
import { evaluate } from '#lib/streams/timex/evaluate.ts'
import { TimexMistake } from '#lib/streams/timex/mistake.ts'
import { parseTimex } from '#lib/streams/timex/parse.ts'

/** When the first and the last event of a stream were, and when it is now. */
export interface StreamTimes {
  first: Micros
  last: Micros
  now: Micros
}

/** The year 2255: the last time that is whole in microseconds. */
const NEVER: Micros = Number.MAX_SAFE_INTEGER

/**
 * When a stream expires. As it has to expire at some time, a month's missing day is taken as its last one here, and
 * a time that is too far away as the last that there is.
 */
export function expiryOf(expression: string): (times: StreamTimes) => Micros {
  const timex = parseTimex(expression)
  if (timex.isRange) throw new Error(`${expression} is a range`)
  return ({ first, last, now }) => {
    const times: Record<string, Micros> = { first, last, timestamp: now }
    try {
      return evaluate(timex, name => times[name], 'last') as Micros
    } catch (error) {
      if (error instanceof TimexMistake) return NEVER
      throw error
    }
  }
}
