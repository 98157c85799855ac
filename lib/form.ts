import { z } from 'zod'

/** One setting as a form shows it: plain data, fit to be sent to a page. */
export interface Field {
  key: string
  title: string
  description: string
  kind: 'text' | 'number' | 'boolean' | 'choice' | 'list' | 'map'
  /** never leaves the server again once saved */
  secret: boolean
  multiline: boolean
  placeholder: string
  required: boolean
  /** what counts when it is left out */
  default: unknown
  /** of a choice */
  choices: string[]
  min: number | null
  max: number | null
}

interface Property {
  type?: string
  enum?: string[]
  title?: string
  description?: string
  default?: unknown
  secret?: boolean
  multiline?: boolean
  placeholder?: string
  minimum?: number
  maximum?: number
}

/** The form of a plugin's settings, in the order of its schema. */
export function fieldsOf(config: z.ZodObject): Field[] {
  const schema = z.toJSONSchema(config, { io: 'input', unrepresentable: 'any' })
  const properties = (schema.properties ?? {}) as Record<string, Property>
  return Object.entries(properties).map(([key, property]) => ({
    key,
    title: property.title ?? titleOf(key),
    description: property.description ?? '',
    kind: kindOf(property),
    secret: property.secret ?? false,
    multiline: property.multiline ?? false,
    placeholder: property.placeholder ?? '',
    required: schema.required?.includes(key) ?? false,
    default: property.default ?? null,
    choices: property.enum ?? [],
    min: property.minimum ?? null,
    max: property.maximum ?? null,
  }))
}

function kindOf({ type, enum: choices }: Property): Field['kind'] {
  if (choices) return 'choice'
  if (type === 'integer' || type === 'number') return 'number'
  if (type === 'boolean') return 'boolean'
  if (type === 'array') return 'list'
  return type === 'object' ? 'map' : 'text'
}

/** `maxRows` → `Max rows`. */
function titleOf(key: string): string {
  const words = key.replace(/[A-Z]/g, letter => ` ${letter.toLowerCase()}`)
  return words.charAt(0).toUpperCase() + words.slice(1)
}
