import { halvesRemover } from '#lib/cut-secrets.ts'
import { formsOf } from '#lib/secret-forms.ts'

/** Stands where a secret stood. */
const BLACKED_OUT = '•••'

/** Blacks out what is secret in a text. */
export type Redact = (text: string) => string

export const nothingSecret: Redact = text => text

/** Longer ones are looked for one by one, and patterns have an end: the engine of patterns refuses what is too large. */
const LONGEST_IN_PATTERN = 500
const CHARACTERS_IN_PATTERN = 100_000

/**
 * Makes what blacks out these settings (texts, and those within lists and objects) wherever they stand in a text,
 * in the forms of `formsOf`. Made once and used often: with nothing to look for it costs nothing, and it looks
 * for many at once. Of a secret that the sandbox cut, the half that is left goes too; one that a script put there
 * in pieces is not recognised.
 */
export function redactor(secrets: unknown): Redact {
  const forms = [...new Set(leaves(secrets).flatMap(formsOf))]
  if (forms.length === 0) return nothingSecret
  // The longest first: a part of it would leave the rest.
  forms.sort((a, b) => b.length - a.length)
  const searched = [
    ...forms.filter(form => form.length > LONGEST_IN_PATTERN),
    ...patternsOf(forms.filter(form => form.length <= LONGEST_IN_PATTERN)),
  ]
  const withoutHalves = halvesRemover(forms, BLACKED_OUT)
  return text => {
    if (text === '') return text
    return withoutHalves(
      searched.reduce<string>((shown, one) => shown.replaceAll(one, BLACKED_OUT), text),
    )
  }
}

/** Patterns that find the texts, in their order. */
function patternsOf(texts: readonly string[]): RegExp[] {
  const groups: string[][] = []
  let room = 0
  for (const text of texts) {
    if (text.length > room) {
      groups.push([])
      room = CHARACTERS_IN_PATTERN
    }
    groups.at(-1)?.push(literally(text))
    room -= text.length
  }
  return groups.map(group => new RegExp(group.join('|'), 'g'))
}

const literally = (text: string) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')

/** What can be logged of anything thrown: its text and its stack, with those of its causes, blacked out. */
export function redactedError(error: unknown, redact: Redact): object {
  if (!(error instanceof Error)) return { message: redact(String(error)) }
  const { name, message, stack, cause } = error
  return {
    type: name,
    message: redact(message),
    stack: redact(stack ?? ''),
    ...(cause === undefined ? {} : { cause: redactedError(cause, redact) }),
  }
}

/** All texts of a value of plain data, with the names of its fields, blacked out. */
export function redactedValue<T>(value: T, redact: Redact): T {
  return (redact === nothingSecret ? value : walked(value, redact)) as T
}

function walked(value: unknown, redact: Redact): unknown {
  if (typeof value === 'string') return redact(value)
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(item => walked(item, redact))
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [redact(name), walked(item, redact)]),
  )
}

function leaves(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(leaves) : []
}
