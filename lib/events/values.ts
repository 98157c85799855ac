import { stepsOf } from '#lib/events/query/key.ts'
import type { AddParameter } from '#lib/events/query/sql.ts'
import { UserError } from '#lib/failures.ts'

const NUMBERS: Record<string, string> = { duration: 'e.seconds', pid: 'e.pid::float8' }
/** What stands in the events as the number of a name. */
const NAMED: Record<string, { number: string; table: string }> = {
  type: { number: 'e.type_id', table: 'event_type' },
  host: { number: 'e.host_id', table: 'event_host' },
  project: { number: 'e.project_id', table: 'project' },
}
const TEXTS: Record<string, string> = {
  ...{ id: 'e.id', uid: 'e.uid' },
  ...Object.fromEntries(
    Object.entries(NAMED).map(([key, { number, table }]) => [
      key,
      `(select name from ${table} where id = ${number})`,
    ]),
  ),
}

const ownOf = (texts: Record<string, string>, key: string): string | undefined =>
  Object.hasOwn(texts, key) ? texts[key] : undefined

/** SQL of the number that stands at a dotted path of `event e`; null where there is none. `duration` is in seconds. */
export function numberAt(path: string, add: AddParameter): string {
  const own = ownOf(NUMBERS, path)
  if (own) return own
  const steps = `${add(traitSteps(path))}::text[]`
  return `(case jsonb_typeof(e.traits #> ${steps}) when 'number' then (e.traits #>> ${steps})::float8 end)`
}

/** SQL of the text that stands there, of numbers and truth values too; null where there is none. */
export const textAt = (path: string, add: AddParameter): string =>
  ownOf(TEXTS, path) ?? `(e.traits #>> ${add(traitSteps(path))}::text[])`

/**
 * SQL of what stands there as JSON, to be grouped by; null where there is nothing. It may be the number of a name, which
 * `namedSql` turns into the name.
 */
export function valueAt(path: string, add: AddParameter): string {
  const own = NAMED[path]?.number ?? ownOf(NUMBERS, path) ?? ownOf(TEXTS, path)
  return own ? `to_jsonb(${own})` : `(e.traits #> ${add(traitSteps(path))}::text[])`
}

/** Likewise of a query of one column: of a list each item, but nothing that has further traits in it. */
export function itemsAt(path: string, add: AddParameter): string {
  if (Object.hasOwn(TEXTS, path) || Object.hasOwn(NUMBERS, path))
    return `select ${valueAt(path, add)}`
  const place = traitSteps(path).map(step => `.${JSON.stringify(step)}`)
  const items = `$${place.join('')}[*] ? (@.type() != "object")`
  return `select found from (select) one left join jsonb_path_query(e.traits, ${add(items)}::jsonpath) found on true`
}

/** SQL of the text of the JSON of what `valueAt` gave; '' where there is nothing. */
export function namedSql(path: string, column: string): string {
  const named = Object.hasOwn(NAMED, path) ? NAMED[path] : undefined
  const value = named
    ? `(select to_jsonb(name) from ${named.table} where id = (${column} #>> '{}')::int)`
    : column
  return `coalesce(${value}::text, '')`
}

/** What was given by `namedSql`; undefined where there was nothing. */
export const readJson = (json: string): unknown => (json === '' ? undefined : JSON.parse(json))

/** `body.type` is the trait that is called like a column. */
function traitSteps(key: string): string[] {
  const steps = stepsOf(key)
  if (!steps) throw new UserError(`${key} is no name of a trait.`)
  return steps[0] === 'body' && steps.length > 1 ? steps.slice(1) : steps
}
