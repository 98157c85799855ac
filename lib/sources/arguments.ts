import { z } from 'zod'
import { type FieldErrors, UserError } from '#lib/failures.ts'
import { fieldErrors } from '#lib/parse.ts'
import type { Method } from '#lib/plugin.ts'

/** The name of an argument, for messages, forms and completion. */
export const argumentName = (schema: z.ZodType, index: number): string =>
  z.globalRegistry.get(schema)?.title ?? `argument ${index + 1}`

/**
 * Checks the arguments of a call against its method. Nothing and null mean "left out".
 * Throws a UserError whose `fields` are the arguments' names.
 */
export function checkArguments(call: string, { args: schemas }: Method<never>, args: unknown[]) {
  if (args.length > schemas.length)
    throw new UserError(
      `${call} takes ${schemas.length === 1 ? '1 argument' : `${schemas.length} arguments`}, not ${args.length}.`,
    )

  const fields: FieldErrors = {}
  const values = schemas.map((schema, index) => {
    const result = schema.safeParse(args[index] ?? undefined)
    if (result.success) return result.data
    const name = argumentName(schema, index)
    const isMissing = args[index] === undefined || args[index] === null
    for (const [path, text] of Object.entries(fieldErrors(result.error)))
      fields[path ? `${name}.${path}` : name] = isMissing ? 'is missing' : text
    return undefined
  })
  const list = Object.entries(fields).map(([name, text]) => `${name}: ${text}`)
  if (list.length) throw new UserError(`${call}: ${list.join('; ')}`, { fields })
  return values
}
