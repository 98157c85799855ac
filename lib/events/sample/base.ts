import type { Query } from '#lib/events/query/query.ts'
import { isOfType } from '#lib/events/query/sql.ts'

/** The part of a query that an index answers: of which types. All that fits the query fits it. */
export function baseOf(query: Query): Query {
  if (isOfType(query)) return query
  if (query.kind === 'or') return query.of.every(isOfType) ? query : { kind: 'all' }
  if (query.kind !== 'and') return { kind: 'all' }
  const of = query.of.map(baseOf).filter(({ kind }) => kind !== 'all')
  return of.length > 0 ? { kind: 'and', of } : { kind: 'all' }
}
