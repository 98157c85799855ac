import { type Place, TimexMistake } from '#lib/streams/timex/mistake.ts'

export type Token = Place & {
  kind: 'variable' | 'number' | 'word' | 'sign' | 'end'
  /** of a variable: without its $ */
  text: string
}

/** Longer ones are mistakes. */
const TIMEX_LIMIT = 500

const TOKEN =
  /\s*(?:\$(?<variable>[a-z_]\w*(?:\.\w+)*)|(?<number>\d+)|(?<word>[a-z]+)|(?<sign>[-+@()]))/iy

/** The words and signs of a time expression, and its end. Throws a TimexMistake. */
export function tokensOf(text: string): Token[] {
  if (text.length > TIMEX_LIMIT)
    throw new TimexMistake(
      text,
      'order',
      { at: TIMEX_LIMIT, end: text.length },
      `more than ${TIMEX_LIMIT} characters`,
    )
  const tokens: Token[] = []
  const end = text.trimEnd().length
  for (let at = 0; at < end; ) {
    const token = tokenAt(text, at)
    tokens.push(token)
    at = token.end
  }
  return [...tokens, { kind: 'end', text: '', at: text.length, end: text.length }]
}

function tokenAt(text: string, from: number): Token {
  TOKEN.lastIndex = from
  const match = TOKEN.exec(text) ?? noToken(text, from)
  const end = from + match[0].length
  for (const kind of ['variable', 'number', 'word', 'sign'] as const) {
    const found = match.groups?.[kind]
    const at = end - (found?.length ?? 0) - (kind === 'variable' ? 1 : 0)
    if (found !== undefined) return { kind, text: found, at, end }
  }
  return noToken(text, from)
}

function noToken(text: string, from: number): never {
  const at = from + (text.slice(from).length - text.slice(from).trimStart().length)
  const character = text.slice(at, at + 1)
  const problem =
    character === '$' ? 'a name is missing after the $' : `${character} is not expected`
  throw new TimexMistake(text, 'character', { at, end: at + 1 }, problem)
}
