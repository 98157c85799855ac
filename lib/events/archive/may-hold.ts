import { type Matchable, matcherOf } from '#lib/events/query/match.ts'
import type { Query } from '#lib/events/query/query.ts'

/** Whether a query may ask for events of a type, whatever else they are: files of others need not be read. */
export function mayAskFor(query: Query, type: string): boolean {
  if (query.kind === 'and') return query.of.every(one => mayAskFor(one, type))
  if (query.kind === 'or') return query.of.some(one => mayAskFor(one, type))
  return !isOfTypeAlone(query) || matcherOf(query)(ofType(type))
}

const isOfTypeAlone = (query: Query): boolean => {
  if (query.kind === 'not') return isOfTypeAlone(query.of)
  if (query.kind === 'and' || query.kind === 'or') return query.of.every(isOfTypeAlone)
  return 'path' in query && query.path.length === 1 && query.path[0] === 'type'
}

const ofType = (type: string): Matchable => ({
  ...{ type, id: '', uid: '', host: '', pid: null, duration: 0, traits: null },
})
