import { MARKING_TRAITS, markOf } from '#lib/events/tree/marks.ts'

/** An event as the API tells of it live. */
export interface ToldEvent {
  type: string
  id: string
  uid: string | null
  project: string
  host: string
  pid: number | null
  start: string
  at: string
  /** seconds */
  duration: number
  traits: Record<string, unknown> | null
}

/** A row has no room for more. */
const WORDS_LIMIT = 400

/** Its traits in one line: `response.status=200 user=ann tags=[eu, us]`. */
export function wordsOf(traits: ToldEvent['traits']): string {
  let words = ''
  for (const [name, value] of leaves(traits ?? {}, '')) {
    words += `${words && ' '}${name}=${textOf(value)}`
    if (words.length > WORDS_LIMIT) return `${words.slice(0, WORDS_LIMIT)}…`
  }
  return words
}

function* leaves(value: object, above: string): Generator<[string, unknown]> {
  for (const [name, inner] of Object.entries(value)) {
    const path = above + name
    if (typeof inner === 'object' && inner !== null && !Array.isArray(inner))
      yield* leaves(inner, `${path}.`)
    else yield [path, inner]
  }
}

function textOf(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.slice(0, WORDS_LIMIT).replaceAll(/\s+/g, ' ')
}

/** How it failed, as in the tree of its events; null when it did not. */
export const failureOf = (traits: ToldEvent['traits']): string | null =>
  traits && markOf(MARKING_TRAITS.map(path => textAt(traits, path.split('.')))).failure

function textAt(traits: object, path: readonly string[]): string | null {
  let value: unknown = traits
  for (const step of path) value = (value as Record<string, unknown> | null | undefined)?.[step]
  return value === undefined || value === null ? null : textOf(value)
}
