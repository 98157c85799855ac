import { z } from 'zod'

interface Schema {
  type?: string | string[]
  enum?: unknown[]
  const?: unknown
  anyOf?: Schema[]
  items?: Schema
  prefixItems?: Schema[]
  properties?: Record<string, Schema>
  required?: string[]
  additionalProperties?: Schema | boolean
  $ref?: string
}

/** A schema as the text of a TypeScript type; `io` says whether it is given or got. */
export function typeText(schema: z.ZodType, io: 'input' | 'output'): string {
  return text(z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Schema)
}

function text(schema: Schema): string {
  if (schema.$ref) return 'any'
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.enum) return schema.enum.map(value => JSON.stringify(value)).join(' | ')
  if (schema.anyOf) return [...new Set(schema.anyOf.map(text))].join(' | ')
  if (Array.isArray(schema.type))
    return schema.type.map(type => text({ ...schema, type })).join(' | ')
  switch (schema.type) {
    case 'string':
    case 'boolean':
    case 'null':
    case 'number':
      return schema.type
    case 'integer':
      return 'number'
    case 'array':
      return listText(schema)
    case 'object':
      return objectText(schema)
    default:
      return 'any'
  }
}

function listText({ prefixItems, items }: Schema): string {
  if (prefixItems) return `[${prefixItems.map(text).join(', ')}]`
  const item = text(items ?? {})
  const isUnion = items?.anyOf || items?.enum || Array.isArray(items?.type)
  return isUnion ? `Array<${item}>` : `${item}[]`
}

function objectText({ properties = {}, required = [], additionalProperties }: Schema): string {
  const fields = Object.entries(properties).map(
    ([name, field]) => `${name}${required.includes(name) ? '' : '?'}: ${text(field)}`,
  )
  if (fields.length) return `{ ${fields.join('; ')} }`
  const rest = typeof additionalProperties === 'object' ? text(additionalProperties) : 'any'
  return `Record<string, ${rest}>`
}
