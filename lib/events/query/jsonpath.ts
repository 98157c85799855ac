import type { Comparison, Query, Value } from '#lib/events/query/query.ts'

type OfTrait = Extract<Query, { path: string[] }>

const INDEX = /^\d{1,9}$/
const OPERATORS: Record<Exclude<Comparison, '~'>, string> = {
  ...{ '=': '==', '!=': '!=', '<': '<', '<=': '<=', '>': '>', '>=': '>=' },
}

/**
 * A condition on a trait as an SQL/JSON path predicate. Of a list it is true when it is of any item; `!=` is true of what is there
 * and differs.
 */
export function traitCondition(query: OfTrait): string {
  return placesOf(query.path)
    .map(place => `(${conditionAt(place, query)})`)
    .join(' || ')
}

/** A number in a path is the place in a list, or a name. */
function placesOf(path: readonly string[]): string[] {
  return path.reduce(
    (places, step) =>
      places.flatMap(place => [
        `${place}.${quoted(step)}`,
        ...(INDEX.test(step) ? [`${place}[${Number(step)}]`] : []),
      ]),
    ['$'],
  )
}

function conditionAt(place: string, query: OfTrait): string {
  switch (query.kind) {
    case 'exists':
      return `exists(${place})`
    case 'prefix':
      return `${place} starts with ${quoted(query.start)}`
    case 'in':
      return query.values.map(value => `${place} == ${literal(value)}`).join(' || ')
    default:
      return query.comparison === '~'
        ? `${place} like_regex ${quoted(String(query.value))} flag "iq"`
        : `${place} ${OPERATORS[query.comparison]} ${literal(query.value)}`
  }
}

/** In a path texts are written as in JavaScript; JSON's are among them. */
const quoted = (text: string) => JSON.stringify(text.toWellFormed().replaceAll('\0', '\uFFFD'))

const literal = (value: Value) => (typeof value === 'string' ? quoted(value) : String(value))
