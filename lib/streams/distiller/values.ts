import { UserError } from '#lib/failures.ts'
import { isoOf, microsOf } from '#lib/streams/timex/iso.ts'

export const TRAIT_TYPES = ['text', 'int', 'float', 'datetime'] as const
export type TraitType = (typeof TRAIT_TYPES)[number]

/** A longer text is cut: what an event's traits may hold together is not much more. */
const TEXT_LIMIT = 16_384
const WHOLE = /^\s*[+-]?\d+\s*$/
const DECIMAL = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?\s*$/i

/**
 * What was found, as a trait of a type has it; a time as ISO 8601 in UTC. Null for what leaves the trait out: null, and an empty text
 * where no text is wanted. Throws a UserError that says why it is none of that type.
 */
export function valueAs(type: TraitType, given: unknown): string | number | null {
  if (given === null || given === undefined) return null
  if (type === 'text') return textOf(given)
  if (given === '') return null
  if (type === 'datetime') return timeOf(given)
  return type === 'int' ? wholeOf(given) : numberOf(given)
}

/** Any value as text: what is none is told as JSON. */
export function textOf(given: unknown): string {
  const text = typeof given === 'string' ? given : JSON.stringify(given)
  return text.length > TEXT_LIMIT ? `${text.slice(0, TEXT_LIMIT)}…` : text
}

/** What is behind a point is cut off a number, and not taken from a text. */
function wholeOf(given: unknown): number {
  if (typeof given === 'string' && !WHOLE.test(given)) throw notA('whole number', given)
  const number = Math.trunc(numberOf(given))
  if (!Number.isSafeInteger(number)) throw notA('whole number that is kept exactly', given)
  return number
}

function numberOf(given: unknown): number {
  if (typeof given === 'boolean') return Number(given)
  const isNumber = typeof given === 'number' || (typeof given === 'string' && DECIMAL.test(given))
  const number = isNumber ? Number(given) : Number.NaN
  if (!Number.isFinite(number)) throw notA('number', given)
  return number
}

function timeOf(given: unknown): string {
  const micros = typeof given === 'string' ? microsOf(given.trim()) : null
  if (micros === null) throw notA('time like 2026-01-31T12:00:00Z', given)
  return isoOf(micros)
}

const notA = (what: string, given: unknown) =>
  new UserError(`${JSON.stringify(given).slice(0, 100)} is no ${what}`)
