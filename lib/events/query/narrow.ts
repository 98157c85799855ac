import { parseQuery } from '#lib/events/query/parse.ts'
import type { Query, Value } from '#lib/events/query/query.ts'
import { writeQuery } from '#lib/events/query/write.ts'

/** That a trait is this; without a value, that it is not there. */
export interface Chosen {
  path: string[]
  value: Value | undefined
}

/**
 * The query for those of its events for which this is so, or, with `isNot`, is not so. What says the opposite is taken
 * out. A query that cannot be read is left aside.
 */
export function narrowed(query: string, chosen: Chosen, isNot = false): string {
  const parts = partsOf(query)
  const [wanted, opposite] = isNot
    ? [negated(conditionOf(chosen)), conditionOf(chosen)]
    : [conditionOf(chosen), negated(conditionOf(chosen))]
  const written = parts.map(writeQuery)
  const place = written.indexOf(writeQuery(wanted))
  if (place >= 0) return query
  const kept = parts.filter((_, i) => written[i] !== writeQuery(opposite))
  return writeQuery({ kind: 'and', of: [...kept, wanted] })
}

const conditionOf = ({ path, value }: Chosen): Query =>
  value === undefined
    ? negated({ kind: 'exists', path })
    : { kind: 'compare', path, comparison: '=', value }

const negated = (query: Query): Query =>
  query.kind === 'not' ? query.of : { kind: 'not', of: query }

/** What has to be so all together. */
function partsOf(query: string): Query[] {
  const read = readOf(query)
  if (read.kind === 'all') return []
  return read.kind === 'and' ? read.of : [read]
}

function readOf(query: string): Query {
  try {
    return parseQuery(query)
  } catch {
    return { kind: 'all' }
  }
}
