import { z } from 'zod'
import { evaluate } from '#lib/streams/timex/evaluate.ts'
import { TimexMistake } from '#lib/streams/timex/mistake.ts'
import { parseTimex } from '#lib/streams/timex/parse.ts'

/** Any day that each month has will do. */
const SAMPLE = Date.UTC(2024, 0, 15, 12) * 1_000

/** A time expression with these variables only; with any when none is named. */
export const timeExpression = (...variables: string[]) =>
  z.string().superRefine((text, context) => {
    const problem = problemIn(text, variables)
    if (problem) context.addIssue({ code: 'custom', message: problem })
  })

/** One that comes to a point in time, not to a range. */
export const pointExpression = (...variables: string[]) =>
  z.string().superRefine((text, context) => {
    const problem = problemIn(text, variables) ?? rangeIn(text)
    if (problem) context.addIssue({ code: 'custom', message: problem })
  })

/** What is wrong with an expression, or null; one that never comes to a time is wrong. */
function problemIn(text: string, known: readonly string[]): string | null {
  try {
    const timex = parseTimex(text)
    const unknown = [...timex.variables].filter(name => !known.includes(name))
    if (known.length > 0 && unknown.length > 0)
      return `${named(unknown)} is not known here; there is ${named(known)}`
    evaluate(timex, () => SAMPLE, 'last')
    return null
  } catch (error) {
    if (error instanceof TimexMistake) return `is not valid ${error.said}`
    throw error
  }
}

const rangeIn = (text: string) =>
  parseTimex(text).isRange
    ? 'is a range of time; a point in time is needed, such as $last + 1d'
    : null

const named = (variables: readonly string[]) => variables.map(name => `$${name}`).join(', ')
