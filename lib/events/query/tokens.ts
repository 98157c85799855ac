import { UserError } from '#lib/failures.ts'

export type Token =
  | { kind: 'word'; text: string; at: number }
  | { kind: 'text'; text: string; at: number }
  | { kind: 'sign'; text: Sign; at: number }
  | { kind: 'end'; text: ''; at: number }

const SIGNS = ['!=', '<=', '>=', '=', '<', '>', '~', ':', '(', ')', ',', '-'] as const
export type Sign = (typeof SIGNS)[number]

/** Longer questions are mistakes. */
export const QUERY_LIMIT = 2_000

const SPACE = /\s+/y
const SIGN = /!=|<=|>=|[=<>~:(),]/y
/** A minus that begins a word that is no number takes it back. */
const MINUS = /-(?=[^\s\d])/y
const QUOTED = /"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'/sy
const WORD = /[^\s"'=<>~:(),!]+/y

/** The words and signs of a query. Throws a UserError that says where something is wrong. */
export function tokensOf(query: string): Token[] {
  if (query.length > QUERY_LIMIT)
    throw new UserError(`A query has ${QUERY_LIMIT} characters at most.`, {
      fields: { q: 'is too long' },
    })
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
    if (!found) throw wrongAt(query, at, `${JSON.stringify(query[at])} is not expected`)
    tokens.push(found.token)
    at += found.length
  }
  return [...tokens, { kind: 'end', text: '', at }]
}

function token(at: number, matched: (pattern: RegExp) => RegExpExecArray | null) {
  const quoted = matched(QUOTED)
  if (quoted) {
    const text = (quoted[1] ?? quoted[2] ?? '').replaceAll(/\\(.)/gs, '$1')
    return { token: { kind: 'text', text, at } as const, length: quoted[0].length }
  }
  const sign = matched(SIGN) ?? matched(MINUS)
  if (sign)
    return { token: { kind: 'sign', text: sign[0] as Sign, at } as const, length: sign[0].length }
  const word = matched(WORD)
  return word && { token: { kind: 'word', text: word[0], at } as const, length: word[0].length }
}

/** A mistake at a place of the query, counted from 1. */
export function wrongAt(query: string, at: number, problem: string): UserError {
  const place = at < query.length ? `at ${at + 1}` : 'at its end'
  return new UserError(`The query is not valid ${place}: ${problem}.`, {
    fields: { q: `${place}: ${problem}` },
  })
}
