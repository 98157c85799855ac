import type { z } from 'zod'
import { type FieldErrors, UserError } from '#lib/failures.ts'

/** An answer lists no more mistakes than someone would mend at once. */
const SHOWN_LIMIT = 20

/**
 * Checks input from outside against a schema.
 * Throws a UserError whose `fields` name every field at fault by its dotted path.
 */
export function parse<S extends z.ZodType>(
  schema: S,
  input: unknown,
  what = 'The input',
): z.output<S> {
  const unfit = unfitFields(input)
  if (Object.keys(unfit).length > 0) throw notValid(what, unfit)

  const result = schema.safeParse(input)
  if (!result.success) throw notValid(what, fieldErrors(result.error))
  return result.data
}

function notValid(what: string, fields: FieldErrors): UserError {
  const shown = Object.entries(fields).slice(0, SHOWN_LIMIT)
  const list = shown.map(([path, text]) => (path ? `${path}: ${text}` : text))
  return new UserError(`${what} is not valid. ${list.join('; ')}`, {
    fields: Object.fromEntries(shown),
  })
}

/** The first complaint for each field. Keys that the schema does not know are named one by one. */
export function fieldErrors(error: z.ZodError): FieldErrors {
  const fields = noFields()
  for (const issue of error.issues) {
    const paths =
      issue.code === 'unrecognized_keys'
        ? issue.keys.map(key => [...issue.path, key])
        : [issue.path]
    const text = issue.code === 'unrecognized_keys' ? 'is not known here' : inWords(issue.message)
    for (const path of paths) fields[path.join('.')] ??= text
  }
  return fields
}

const KINDS: Record<string, string> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
}
const WRONG_TYPE = /^Invalid input: expected (\w+), received (\w+)$/

/** The library's own words for a wrong type, for people who don't know its types. */
function inWords(message: string): string {
  const [, expected = '', received = ''] = WRONG_TYPE.exec(message) ?? []
  if (!expected) return message
  if (received === 'undefined') return 'is missing'
  return `must be ${KINDS[expected] ?? expected}, not ${KINDS[received] ?? received}`
}

/** Nobody's input goes deeper; what walks through it does so by recursion. */
const DEPTH_LIMIT = 50

/** What no database column can hold, by its path: NUL, half a surrogate pair, and bottomless nesting. */
function unfitFields(value: unknown, path: string[] = [], fields = noFields()): FieldErrors {
  if (path.length > DEPTH_LIMIT) fields[path[0] ?? ''] = 'is nested too deeply'
  else if (typeof value === 'string' && !isStorable(value))
    fields[path.join('.')] = 'has a character that cannot be stored'
  else if (typeof value === 'object' && value !== null)
    for (const [key, item] of Object.entries(value)) {
      unfitFields(item, [...path, key], fields)
      if (!isStorable(key)) fields[path.join('.')] = 'has a name that cannot be stored'
    }
  return fields
}

/** A field may be called `__proto__`, and its complaint has to stay. */
const noFields = (): FieldErrors => Object.create(null)

const isStorable = (text: string) => !text.includes('\0') && text.isWellFormed()
