import { keyText, quoted } from '#lib/events/query/key.ts'
import { parseQuery } from '#lib/events/query/parse.ts'
import type { Query, Value } from '#lib/events/query/query.ts'

/** A query as it is written: read again it is the same. */
export function writeQuery(query: Query): string {
  switch (query.kind) {
    case 'all':
      return ''
    case 'and':
      return query.of
        .map(one => (query.of.length > 1 ? within(one, ['or', 'and']) : writeQuery(one)))
        .join(' ')
    case 'or':
      return query.of.map(one => within(one, ['or'])).join(' or ')
    case 'not':
      return `not ${within(query.of, ['or', 'and'])}`
    case 'text':
      return isBare(query.text) ? query.text : quoted(query.text)
    case 'exists':
      return `${keyText(query.path)} exists`
    case 'in':
      return `${keyText(query.path)} in (${query.values.map(valueText).join(', ')})`
    case 'prefix':
      return `${keyText(query.path)} = ${query.start}*`
    case 'compare':
      return `${keyText(query.path)} ${query.comparison} ${valueText(query.value)}`
  }
}

/** A value as it is written: a text in quotes where it would be read as something else. */
export function valueText(value: Value): string {
  if (typeof value !== 'string') return String(value)
  if (!PLAIN.test(value)) return quoted(value)
  const read = parseQuery(`a = ${value}`)
  return read.kind === 'compare' && read.value === value ? value : quoted(value)
}

const PLAIN = /^[^\s"'=<>~:(),!*-][^\s"'=<>~:(),!*]*$/

const within = (query: Query, bracketed: readonly Query['kind'][]): string =>
  bracketed.includes(query.kind) ? `(${writeQuery(query)})` : writeQuery(query)

const isBare = (text: string) => PLAIN.test(text) && !/^(?:and|or|not|in|exists)$/i.test(text)
