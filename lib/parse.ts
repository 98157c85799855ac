import type { z } from 'zod'
import { type FieldErrors, UserError } from '#lib/failures.ts'

/**
 * Checks input from outside against a schema.
 * Throws a UserError whose `fields` name every field at fault by its dotted path.
 */
export function parse<S extends z.ZodType>(
  schema: S,
  input: unknown,
  what = 'The input',
): z.output<S> {
  const result = schema.safeParse(input)
  if (result.success) return result.data

  const fields = fieldErrors(result.error)
  const list = Object.entries(fields).map(([path, text]) => (path ? `${path}: ${text}` : text))
  throw new UserError(`${what} is not valid. ${list.join('; ')}`, { fields })
}

/** The first complaint for each field. Keys that the schema does not know are named one by one. */
export function fieldErrors(error: z.ZodError): FieldErrors {
  const fields: FieldErrors = {}
  for (const issue of error.issues) {
    const paths =
      issue.code === 'unrecognized_keys'
        ? issue.keys.map(key => [...issue.path, key])
        : [issue.path]
    const text = issue.code === 'unrecognized_keys' ? 'is not known here' : issue.message
    for (const path of paths) fields[path.join('.')] ??= text
  }
  return fields
}
