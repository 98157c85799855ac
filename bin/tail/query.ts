import { parseQuery } from '#lib/events/query/parse.ts'
import type { Query } from '#lib/events/query/query.ts'
import { writeQuery } from '#lib/events/query/write.ts'

/** The query for events of a type, of all that begin like `request*`, or of any. Throws a UserError that says where it is wrong. */
export function queryOf(type: string | undefined, text = ''): string {
  const asked = parseQuery(text)
  if (type === undefined || type === '*') return text
  const path = ['type']
  const ofType: Query = type.endsWith('*')
    ? { kind: 'prefix', path, start: type.slice(0, -1) }
    : { kind: 'compare', path, comparison: '=', value: type }
  return writeQuery(asked.kind === 'all' ? ofType : { kind: 'and', of: [ofType, asked] })
}
