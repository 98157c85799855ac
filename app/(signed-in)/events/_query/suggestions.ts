import { type Place, placeAt } from '#lib/events/query/completion.ts'

export interface Suggestion {
  text: string
  about: string
}

/** What may stand behind a key. */
const RESTS: Suggestion[] = [
  { text: '=', about: 'is; value* begins so' },
  { text: '!=', about: 'is something else' },
  { text: '>=', about: '' },
  { text: '<=', about: '' },
  { text: '>', about: '' },
  { text: '<', about: '' },
  { text: '~', about: 'contains, any case' },
  { text: 'in (', about: 'one of several' },
  { text: 'exists', about: 'is there at all' },
]
const JOINS: Suggestion[] = [
  { text: 'not', about: '' },
  { text: 'or', about: '' },
]

/** Suggestions that are known without asking. */
export function knownAt({ kind, typed }: Place): Suggestion[] {
  if (kind === 'value') return []
  const all = kind === 'rest' ? RESTS : JOINS
  return typed === '' && kind === 'start' ? [] : all.filter(({ text }) => text.startsWith(typed))
}

/** What the server is asked for at a place, as the query of an address; null for nothing. */
export function askedAt({ kind, key, typed }: Place): Record<string, string> | null {
  if (kind === 'value') return { key, letters: typed }
  return kind === 'start' || typed !== '' ? { letters: typed } : null
}

/** A query with a suggestion in its place, and where one types on. */
export function completed(
  query: string,
  caret: number,
  suggestion: string,
): { query: string; caret: number } {
  const { from, to } = placeAt(query, caret)
  const after = query.slice(to)
  const space = suggestion.endsWith('(') || /^[\s)]/.test(after) ? '' : ' '
  const before = query.slice(0, from) + suggestion + space
  return {
    query: before + after,
    caret: before.length + (space === '' && /^\s/.test(after) ? 1 : 0),
  }
}
