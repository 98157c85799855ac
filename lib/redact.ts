import { halvesRemover } from '#lib/cut-secrets.ts'
import { formsOf } from '#lib/secret-forms.ts'

/** Stands where a secret stood. */
export const BLACKED_OUT = '•••'

/** Blacks out what is secret in a text. */
export type Redact = (text: string) => string

export const nothingSecret: Redact = text => text

/**
 * Makes what blacks out these settings (texts, and those within lists and objects) wherever they stand in a text,
 * in the forms of `formsOf`. Made once and used often: with nothing to look for it costs nothing, and it looks
 * for everything at once. Of a secret that the sandbox cut, the half that is left goes too; one that a script put there
 * in pieces is not recognised.
 */
export function redactor(secrets: unknown): Redact {
  const forms = [...new Set(leaves(secrets).flatMap(formsOf))]
  if (forms.length === 0) return nothingSecret
  // The longest first: a part of it would leave the rest.
  const pattern = new RegExp(
    forms
      .sort((a, b) => b.length - a.length)
      .map(literally)
      .join('|'),
    'g',
  )
  const withoutHalves = halvesRemover(forms, BLACKED_OUT)
  return text => (text === '' ? text : withoutHalves(text.replace(pattern, BLACKED_OUT)))
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
