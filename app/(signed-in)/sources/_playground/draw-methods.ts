import { z } from 'zod'
import { type Field, fieldsOf } from '#lib/form.ts'
import type { SourcePlugin } from '#lib/plugin.ts'
import { argumentName } from '#lib/sources/arguments.ts'
import { signature } from '#lib/sources/declarations.ts'

/** One argument of a method as the playground asks for it: plain data. */
export interface Argument {
  name: string
  /** one input; of an object, one for each of its properties */
  fields: Field[]
  isObject: boolean
  /** text alone; anything else is read as JSON where it is some */
  isText: boolean
}

export interface DrawnMethod {
  name: string
  description: string
  signature: string
  args: Argument[]
}

/** The methods of a source, ready to be sent to a page. */
export function drawMethods(plugin: SourcePlugin): DrawnMethod[] {
  return Object.entries(plugin.methods).map(([name, method]) => ({
    name,
    description: method.description,
    signature: signature(name, method),
    args: method.args.map(drawArgument),
  }))
}

function drawArgument(schema: z.ZodType, index: number): Argument {
  const name = argumentName(schema, index)
  const inner = schema instanceof z.ZodOptional ? schema.unwrap() : schema
  if (inner instanceof z.ZodObject)
    return { name, fields: fieldsOf(inner), isObject: true, isText: false }

  const fields = fieldsOf(z.object({ [name]: schema }))
  return { name, fields, isObject: false, isText: typeOf(inner as z.ZodType) === 'string' }
}

const typeOf = (schema: z.ZodType) =>
  z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }).type
