import { QueryMistake } from '#lib/events/query/mistake.ts'

/** `at` and `end` are its place in the query. */
export type Token = { at: number; end: number } & (
  | { kind: 'word'; text: string }
  /** in quotes */
  | { kind: 'text'; text: string }
  | { kind: 'sign'; text: Sign }
  | { kind: 'end'; text: '' }
)

const SIGNS = ['!=', '<=', '>=', '=', '<', '>', '~', ':', '(', ')', ',', '-'] as const
export type Sign = (typeof SIGNS)[number]

/** Longer questions are mistakes. */
export const QUERY_LIMIT = 2_000

const SPACE = /\s+/y
const SIGN = /!=|<=|>=|[=<>~:(),]/y
/** A minus that begins a word that is no number takes it back. */
const MINUS = /-(?=[^\s\d])/y
const QUOTED = /"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'/sy
/** With quoted steps of a key before or after its dots. */
const WORD = /(?:[^\s"'=<>~:(),!]|(?<=\.)"(?:[^"\\]|\\.)*"|"(?:[^"\\]|\\.)*"(?=\.))+/sy

/** The words and signs of a query. Throws a QueryMistake. */
export function tokensOf(query: string): Token[] {
  if (query.length > QUERY_LIMIT)
    throw new QueryMistake(
      query,
      { at: QUERY_LIMIT, end: query.length },
      `more than ${QUERY_LIMIT} characters`,
    )
  const tokens: Token[] = []
  let at = 0

  function matched(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = at
    return pattern.exec(query)
  }

  while (at < query.length) {
    const space = matched(SPACE)
    if (space) {
      at += space[0].length
      continue
    }
    const found = token(at, matched)
    if (!found)
      throw new QueryMistake(
        query,
        { at, end: at + 1 },
        isQuote(query[at]) ? 'the quote does not end' : `${query[at]} is not expected`,
      )
    tokens.push(found)
    at = found.end
  }
  return [...tokens, { kind: 'end', text: '', at, end: at }]
}

function token(at: number, matched: (pattern: RegExp) => RegExpExecArray | null): Token | null {
  const word = matched(WORD)
  // A minus before a word, not before a number.
  const sign = matched(SIGN) ?? matched(MINUS)
  if (sign) return { kind: 'sign', text: sign[0] as Sign, at, end: at + sign[0].length }
  if (word) return { kind: 'word', text: word[0], at, end: at + word[0].length }
  const quoted = matched(QUOTED)
  return quoted && { kind: 'text', text: unquoted(quoted[0]), at, end: at + quoted[0].length }
}

/** What stands between quotes; a backslash takes away what the character after it means. */
export const unquoted = (text: string) => text.slice(1, -1).replaceAll(/\\(.)/gs, '$1')

const isQuote = (character = '') => character === '"' || character === "'"
