import { type Token, tokensOf } from '#lib/events/query/tokens.ts'

/** What may come where one types. */
export interface Place {
  /** `start`: a key, or a word to look for; `rest`: what a key is asked for */
  kind: 'start' | 'rest' | 'value'
  /** the one that the rest or the value belongs to, as it is written */
  key: string
  /** what is there of it already */
  typed: string
  /** what takes its place: characters from here, before there */
  from: number
  to: number
}

/** Letters that go on with a word behind the place where one types. */
const REST_OF_WORD = /^[^\s"'=<>~:(),!]*/
const COMPARISON = /^[!<>=~:]/
const JOINING = /^(?:and|or|not)$/i

/** What may come at a place of a query, which need not be a whole one yet. */
export function placeAt(query: string, caret: number): Place {
  const before = query.slice(0, caret)
  const tokens = tokensBefore(before)
  const last = tokens.at(-1)
  const isInside = last?.end === caret && last.kind !== 'sign'
  const earlier = isInside ? tokens.slice(0, -1) : tokens
  const place = {
    typed: isInside ? last.text : '',
    from: isInside ? last.at : caret,
    to: caret + (REST_OF_WORD.exec(query.slice(caret))?.[0].length ?? 0),
  }
  const key = keyOfValue(earlier)
  if (key) return { kind: 'value', key: written(query, key), ...place }
  const asked = earlier.at(-1)
  if (asked && isKey(asked, earlier.slice(0, -1)))
    return { kind: 'rest', key: written(query, asked), ...place }
  return { kind: 'start', key: '', ...place }
}

/** The words before a place; a quote that is still open is one, and what cannot be read is left out. */
function tokensBefore(text: string): Token[] {
  for (const at of [text.length, text.lastIndexOf('"'), text.lastIndexOf("'")]) {
    try {
      const tokens = tokensOf(text.slice(0, Math.max(at, 0))).slice(0, -1)
      if (at === text.length) return tokens
      const open: Token = { kind: 'text', text: text.slice(at + 1), at, end: text.length }
      return at < 0 ? [] : [...tokens, open]
    } catch {}
  }
  return []
}

/** The key that a value after these words is compared with. */
function keyOfValue(tokens: readonly Token[]): Token | undefined {
  const last = tokens.at(-1)
  if (last?.kind !== 'sign') return undefined
  if (COMPARISON.test(last.text)) return tokens.at(-2)
  return last.text === '(' || last.text === ',' ? keyOfList(tokens) : undefined
}

/** The one before `in (a, b,`. */
function keyOfList(tokens: readonly Token[]): Token | undefined {
  const open = tokens.findLastIndex(({ kind, text }) => kind === 'sign' && text !== ',')
  const isList = tokens[open]?.text === '(' && tokens[open - 1]?.text.toLowerCase() === 'in'
  return isList ? tokens[open - 2] : undefined
}

/** Whether a word is one that something may be asked of, not a value and not `and`. */
const isKey = (token: Token, before: readonly Token[]) =>
  (token.kind === 'word' && !JOINING.test(token.text) && token.text.toLowerCase() !== 'exists') ||
  token.kind === 'text'
    ? keyOfValue(before) === undefined
    : false

const written = (query: string, { at, end }: Token) => query.slice(at, end)
