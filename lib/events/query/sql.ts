import { traitCondition } from '#lib/events/query/jsonpath.ts'
import type { Comparison, Query, Value } from '#lib/events/query/query.ts'

/** Adds a parameter to a statement, and answers how it is called there: `$3`. */
export type AddParameter = (value: unknown) => string

/** A condition on the rows of `event e`, true or false and never null. */
export function sqlOf(query: Query, add: AddParameter): string {
  if (query.kind === 'all') return 'true'
  if (query.kind === 'not') return `(not ${sqlOf(query.of, add)})`
  if (query.kind === 'text') return anywhere(query.text, add)
  if (query.kind === 'and' || query.kind === 'or')
    return `(${query.of.map(one => sqlOf(one, add)).join(` ${query.kind} `)})`

  const [first = ''] = query.path
  if (query.path.length === 1 && Object.hasOwn(TEXTS, first)) return ofText(first, query, add)
  if (query.path.length === 1 && Object.hasOwn(NUMBERS, first)) return ofNumber(first, query, add)
  // `body.type` is the trait that is called like a column.
  const path = first === 'body' ? query.path.slice(1) : query.path
  return `coalesce(e.traits @@ ${add(traitCondition({ ...query, path }))}::jsonpath, false)`
}

type OfField = Extract<Query, { path: string[] }>

/** Columns that are asked for like traits, and how a condition on their text becomes one on the event. */
const TEXTS: Record<string, (condition: (text: string) => string) => string> = {
  type: on => `(e.type_id = any(array(select id from event_type where ${on('name')})))`,
  host: on => `(e.host_id = any(array(select id from event_host where ${on('name')})))`,
  id: on => on('e.id'),
  uid: on => on('e.uid'),
}

const NUMBERS: Record<string, string> = { duration: 'e.seconds', pid: 'e.pid' }

function ofText(name: string, query: OfField, add: AddParameter): string {
  const where = TEXTS[name] ?? (on => on(name))
  switch (query.kind) {
    case 'exists':
      return where(column => `${column} <> ''`)
    case 'prefix':
      return where(column => `starts_with(${column}, ${add(query.start)})`)
    case 'in':
      return where(column => `${column} = any(${add(query.values.map(String))}::text[])`)
    default:
      return where(column => compared(column, query.comparison, String(query.value), add))
  }
}

function ofNumber(name: string, query: OfField, add: AddParameter): string {
  const column = NUMBERS[name] ?? 'null'
  switch (query.kind) {
    case 'exists':
      return `(${column} is not null)`
    case 'prefix':
      return `starts_with(coalesce(${column}::text, ''), ${add(query.start)})`
    case 'in':
      return `coalesce(${column} = any(${add(numbersIn(query.values))}::float8[]), false)`
    default:
      return typeof query.value === 'number'
        ? `coalesce(${compared(column, query.comparison, query.value, add)}, false)`
        : String(query.comparison === '!=')
  }
}

const numbersIn = (values: readonly Value[]) => values.filter(value => typeof value === 'number')

function compared(
  column: string,
  comparison: Comparison,
  value: string | number,
  add: AddParameter,
): string {
  if (comparison === '~')
    return `(strpos(lower(${column}::text), ${add(String(value).toLowerCase())}) > 0)`
  const operator = comparison === '!=' ? '<>' : comparison
  return `(${column} ${operator} ${add(value)}::${typeof value === 'number' ? 'float8' : 'text'})`
}

/** In its traits as they stand in JSON, any case, or in its type, host or id. */
function anywhere(text: string, add: AddParameter): string {
  const inJson = add(JSON.stringify(text.toLowerCase()).slice(1, -1))
  const plain = add(text.toLowerCase())
  const names = ['type', 'host'].map(name =>
    TEXTS[name]?.(column => `strpos(lower(${column}), ${plain}) > 0`),
  )
  return `(strpos(lower(coalesce(e.traits::text, '')), ${inJson}) > 0 or ${names.join(' or ')} or e.id = ${plain})`
}
