import { traitCondition } from '#lib/events/query/jsonpath.ts'
import type { Comparison, Query, Value } from '#lib/events/query/query.ts'

/** Adds a parameter to a statement, and answers how it is called there: `$3`. */
export type AddParameter = (value: unknown) => string

/** The numbers of the types that conditions on types are true of: with them the planner knows how many events that are. */
export type KnownTypes = ReadonlyMap<Query, readonly number[]>

/** A condition on the rows of `event e` that is true of those that fit. */
export const sqlOf = (query: Query, add: AddParameter, known?: KnownTypes): string =>
  conditionOn(query, { add, known, isNegated: false })

interface Around {
  add: AddParameter
  known: KnownTypes | undefined
  /** within a `not`, where it must be false of what does not fit, and never null */
  isNegated: boolean
}

function conditionOn(query: Query, around: Around): string {
  const { add, known, isNegated } = around
  if (query.kind === 'all') return 'true'
  if (query.kind === 'not') return `(not ${conditionOn(query.of, { ...around, isNegated: true })})`
  if (query.kind === 'text') return anywhere(query.text, add)
  if (query.kind === 'and' || query.kind === 'or')
    return `(${query.of.map(one => conditionOn(one, around)).join(` ${query.kind} `)})`

  const types = known?.get(query)
  if (types) return `(e.type_id = any(${add(types)}::int[]))`
  const [first = ''] = query.path
  if (query.path.length === 1 && Object.hasOwn(TEXTS, first)) return ofText(first, query, add)
  if (query.path.length === 1 && Object.hasOwn(NUMBERS, first)) return ofNumber(first, query, add)
  // `body.type` is the trait that is called like a column.
  const path = first === 'body' ? query.path.slice(1) : query.path
  const fits = `e.traits @@ ${add(traitCondition({ ...query, path }))}::jsonpath`
  // As it stands the planner can tell from its statistics how many that are.
  return isNegated ? `coalesce(${fits}, false)` : `(${fits})`
}

export type OfField = Extract<Query, { path: string[] }>

/** Whether it asks for types, and for nothing else. */
export const isOfType = (query: Query): query is OfField =>
  'path' in query && query.path.length === 1 && query.path[0] === 'type'

/** A condition on the rows of `event_type` that are such types. */
export const typeSql = (query: OfField, add: AddParameter): string => onText(query, 'name', add)

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
  return where(column => onText(query, column, add))
}

function onText(query: OfField, column: string, add: AddParameter): string {
  switch (query.kind) {
    case 'exists':
      return `${column} <> ''`
    case 'prefix':
      return `starts_with(${column}, ${add(query.start)})`
    case 'in':
      return `${column} = any(${add(query.values.map(String))}::text[])`
    default:
      return compared(column, query.comparison, String(query.value), add)
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
