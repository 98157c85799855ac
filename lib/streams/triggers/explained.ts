import type { Micros } from '#lib/streams/event.ts'
import { evaluate } from '#lib/streams/timex/evaluate.ts'
import { isoOf } from '#lib/streams/timex/iso.ts'
import { TimexMistake } from '#lib/streams/timex/mistake.ts'
import { parseTimex } from '#lib/streams/timex/parse.ts'
import { pointExpression, timeExpression } from '#lib/streams/timex/schema.ts'

/** What an expression is written for: when a stream expires, what tells streams apart, or what a time lies in. */
export const PURPOSES = ['expiry', 'distinguish', 'within'] as const
export type Purpose = (typeof PURPOSES)[number]

const SCHEMAS = {
  expiry: pointExpression('first', 'last', 'timestamp'),
  distinguish: timeExpression('timestamp'),
  within: timeExpression(),
}

const HOUR: Micros = 3_600_000_000
const BETWEEN: Micros = HOUR / 3

/** What is wrong with an expression, or what it comes to in an example that is of now. */
export function explained(
  expression: string,
  purpose: Purpose,
  now: Date,
): { problem: string | null; example: string } {
  const { error } = SCHEMAS[purpose].safeParse(expression)
  if (error) return { problem: error.issues[0]?.message ?? 'is not valid', example: '' }

  const first = Math.floor((now.getTime() * 1_000) / HOUR) * HOUR
  const last = first + BETWEEN
  try {
    const value = evaluate(parseTimex(expression), name => (name === 'first' ? first : last))
    return { problem: null, example: EXAMPLES[purpose](spoken(value), told(first), told(last)) }
  } catch (error) {
    if (!(error instanceof TimexMistake)) throw error
    return { problem: null, example: `With ${told(last)} there is no such time.` }
  }
}

const EXAMPLES: Record<Purpose, (value: string, first: string, last: string) => string> = {
  expiry: (value, first, last) => `With events from ${first} to ${last} it expires ${value}.`,
  distinguish: (value, _, last) => `${last} counts as ${value}.`,
  within: (value, _, last) => `With ${last} that is ${value}.`,
}

const spoken = (value: ReturnType<typeof evaluate>) =>
  typeof value === 'number' ? told(value) : `${told(value.begin)} to ${told(value.end)}`

/** `2026-11-22 09:20`, with what is below a minute where there is something. */
const told = (at: Micros) =>
  isoOf(at)
    .replace('T', ' ')
    .replace(/\.?0*Z$/, '')
    .replace(/^(.{16}):00$|^(.{16}):?$/, '$1$2')
