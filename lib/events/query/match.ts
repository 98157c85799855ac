import { jsonbText } from '#lib/events/query/jsonb-text.ts'
import { traitTest } from '#lib/events/query/match-trait.ts'
import { containing, holds, textsHold } from '#lib/events/query/order.ts'
import type { Query, Value } from '#lib/events/query/query.ts'

/** What a query is matched with: an event that was stored, or read from elsewhere. */
export interface Matchable {
  type: string
  id: string
  uid?: string | undefined
  host: string
  pid: number | null
  /** seconds */
  duration: number
  traits: Record<string, unknown> | null
}

export type Matcher = (event: Matchable) => boolean

/** Whether an event is among those that a query asks for: what `sqlOf` says in SQL, said of one event in memory. */
export function matcherOf(query: Query): Matcher {
  switch (query.kind) {
    case 'all':
      return () => true
    case 'and': {
      const all = query.of.map(matcherOf)
      return event => all.every(matches => matches(event))
    }
    case 'or': {
      const any = query.of.map(matcherOf)
      return event => any.some(matches => matches(event))
    }
    case 'not': {
      const matches = matcherOf(query.of)
      return event => !matches(event)
    }
    case 'text':
      return anywhere(query.text)
    default:
      return ofField(query)
  }
}

type OfField = Extract<Query, { path: string[] }>

function ofField(query: OfField): Matcher {
  const [first = ''] = query.path
  if (query.path.length === 1) {
    if (first === 'type' || first === 'host' || first === 'id' || first === 'uid') {
      const test = textTest(query)
      return event => test(event[first] ?? '')
    }
    if (first === 'duration' || first === 'pid') {
      const test = numberTest(query)
      return event => test(event[first])
    }
  }
  const path = first === 'body' ? query.path.slice(1) : query.path
  const test = traitTest({ ...query, path })
  return ({ traits }) => traits !== null && test(traits)
}

function textTest(query: OfField): (text: string) => boolean {
  switch (query.kind) {
    case 'exists':
      return text => text !== ''
    case 'prefix':
      return text => text.startsWith(query.start)
    case 'in': {
      const values = new Set(query.values.map(String))
      return text => values.has(text)
    }
    default: {
      const { comparison } = query
      const value = String(query.value)
      return comparison === '~' ? containing(value) : text => textsHold(text, comparison, value)
    }
  }
}

function numberTest(query: OfField): (number: number | null) => boolean {
  switch (query.kind) {
    case 'exists':
      return number => number !== null
    case 'prefix':
      return number => float8Text(number).startsWith(query.start)
    case 'in': {
      const values = new Set<Value>(query.values)
      return number => number !== null && values.has(number)
    }
    default: {
      const { comparison, value } = query
      if (typeof value !== 'number') return () => comparison === '!='
      if (comparison === '~') {
        const isIn = containing(String(value))
        return number => number !== null && isIn(float8Text(number))
      }
      return number => number !== null && holds(comparison, number - value)
    }
  }
}

function anywhere(text: string): Matcher {
  const plain = text.toLowerCase()
  const inJson = JSON.stringify(plain).slice(1, -1)
  return ({ type, host, id, traits }) =>
    id === plain ||
    type.toLowerCase().includes(plain) ||
    host.toLowerCase().includes(plain) ||
    (traits === null ? inJson === '' : jsonbText(traits).toLowerCase().includes(inJson))
}

/** As PostgreSQL writes a float8: from 1e15 on, and below 0.0001, with an exponent of two digits. */
function float8Text(number: number | null): string {
  if (number === null) return ''
  const size = Math.abs(number)
  if (size === 0 || (size >= 1e-4 && size < 1e15)) return String(number)
  return number.toExponential().replace(/e([+-])(\d)$/, 'e$10$2')
}
