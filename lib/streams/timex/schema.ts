import { z } from 'zod'
import type { Timex } from '#lib/streams/timex/expression.ts'
import { TimexMistake } from '#lib/streams/timex/mistake.ts'
import { parseTimex } from '#lib/streams/timex/parse.ts'
import { TIMEX_LIMIT } from '#lib/streams/timex/tokens.ts'

/** A time expression with these variables only; with any when none is named. */
export const timeExpression = (...variables: string[]) =>
  z
    .string()
    .max(TIMEX_LIMIT)
    .check(context => {
      const problem = problemOf(context.value, variables)
      if (problem) context.issues.push({ code: 'custom', input: context.value, message: problem })
    })

/** One that comes to a point in time, not to a range. */
export const pointExpression = (...variables: string[]) =>
  timeExpression(...variables).check(context => {
    if (isRange(context.value))
      context.issues.push({
        code: 'custom',
        input: context.value,
        message: 'is a range of time; a point in time is needed, such as $last + 1d',
      })
  })

function problemOf(text: string, known: readonly string[]): string | null {
  try {
    const unknown = unknownVariables(parseTimex(text), known)
    if (unknown.length === 0) return null
    const names = known.map(name => `$${name}`).join(', ')
    return `${unknown.map(name => `$${name}`).join(', ')} is not known here; there is ${names}`
  } catch (error) {
    if (error instanceof TimexMistake) return error.message
    throw error
  }
}

const unknownVariables = ({ variables }: Timex, known: readonly string[]) =>
  known.length === 0 ? [] : [...variables].filter(name => !known.includes(name))

function isRange(text: string): boolean {
  try {
    return parseTimex(text).isRange
  } catch {
    return false
  }
}
