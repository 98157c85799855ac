import { z } from 'zod'

interface Schema {
  type?: string
  enum?: unknown[]
  const?: unknown
  anyOf?: Schema[]
  oneOf?: Schema[]
  items?: Schema
  properties?: Record<string, Schema>
  required?: string[]
  additionalProperties?: Schema | boolean
  title?: string
  description?: string
  default?: unknown
  secret?: boolean
  minimum?: number
  maximum?: number
  maxLength?: number
  maxItems?: number
}

const EMPTY: ReadonlySet<string> = new Set(['', '[]', '{}'])
/** What `z.int()` states when no limit was given. */
const UNLIMITED = Number.MAX_SAFE_INTEGER

/** A table of a schema's fields in markdown: name, what it takes, default, meaning. Inner fields get dotted names. */
export function fieldTable(schema: z.ZodObject, io: 'input' | 'output' = 'input'): string {
  const json = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Schema
  return table(['key', 'takes', 'default', ''], rowsOf(json))
}

export function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]) =>
    `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n')
}

function rowsOf({ properties = {}, required = [] }: Schema, prefix = ''): string[][] {
  return Object.entries(properties).flatMap(([name, field]) => {
    const key = `${prefix}${name}`
    const own = [
      `\`${key}\``,
      takes(field),
      defaultOf(field, required.includes(name)),
      meaning(field),
    ]
    if (!field.properties) return [own]
    return [...(field.description ? [own] : []), ...rowsOf(field, `${key}.`)]
  })
}

function takes(field: Schema): string {
  if (field.anyOf) return field.anyOf.map(takes).join(' or ')
  if (field.oneOf) return 'fields, see below'
  if (field.enum) return field.enum.map(value => `\`${value}\``).join(', ')
  if (field.const !== undefined) return `\`${field.const}\``
  if (field.type === 'array')
    return `list of ${takes(field.items ?? {})}${field.maxItems ? ` (at most ${field.maxItems})` : ''}`
  if (field.type === 'object') return field.properties ? 'fields, see below' : 'map'
  if (field.type === 'integer' || field.type === 'number')
    return `${field.type === 'integer' ? 'whole number' : 'number'}${range(field)}`
  if (field.type === 'boolean') return 'true or false'
  if (field.type === 'null') return 'null'
  return field.maxLength ? `text (at most ${field.maxLength} characters)` : 'text'
}

function range({ minimum = -UNLIMITED, maximum = UNLIMITED }: Schema): string {
  if (minimum > -UNLIMITED && maximum < UNLIMITED) return `, ${minimum} to ${maximum}`
  if (minimum > -UNLIMITED) return `, ${minimum} or more`
  return maximum < UNLIMITED ? `, at most ${maximum}` : ''
}

function defaultOf(field: Schema, isRequired: boolean): string {
  if (isRequired && field.default === undefined) return '**required**'
  if (field.default === undefined || field.properties) return ''
  const text = typeof field.default === 'string' ? field.default : JSON.stringify(field.default)
  return EMPTY.has(text) ? '' : `\`${text}\``
}

function meaning({ title, description, secret }: Schema): string {
  const said = secret ? 'Secret: never shown again once saved' : ''
  const sentences = [title, description, said].flatMap(text =>
    text ? [text.replace(/\.$/, '')] : [],
  )
  return sentences.map(text => `${text}.`).join(' ')
}
