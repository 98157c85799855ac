import { stepsOf } from '#lib/events/query/key.ts'
import { QueryMistake } from '#lib/events/query/mistake.ts'
import { COMPARISONS, type Comparison, type Query, type Value } from '#lib/events/query/query.ts'
import { type Token, tokensOf } from '#lib/events/query/tokens.ts'

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i
/** Lengths of time in seconds: `250ms`, `1.5s`. */
const LENGTH = /^(\d+(?:\.\d+)?)(us|ms|s|min|h)$/
const SECONDS: Record<string, number> = { us: 1e-6, ms: 1e-3, s: 1, min: 60, h: 3_600 }
const CONSTANTS: Record<string, Value> = { true: true, false: false, null: null }
/** Deeper ones are mistakes. */
const MOST_DEPTH = 50

/**
 * Reads a query: `type = request* and response.status >= 500 and (user = "ann" or not user exists) time-out`.
 * What stands side by side holds together; a word alone is looked for anywhere. Throws a QueryMistake.
 */
export function parseQuery(text: string): Query {
  const tokens = tokensOf(text)
  let next = 0
  let depth = 0

  const peek = (): Token => tokens[next] as Token
  const take = (): Token => tokens[next++] as Token
  const wrong = (token: Token, problem: string) => new QueryMistake(text, token, problem)
  const isSign = (sign: string, token = peek()) => token.kind === 'sign' && token.text === sign
  const isWord = (word: string, token = peek()) =>
    token.kind === 'word' && token.text.toLowerCase() === word

  function either(): Query {
    const of = [both()]
    while (isWord('or')) {
      take()
      of.push(both())
    }
    return joined('or', of)
  }

  function both(): Query {
    const of = [negated()]
    while (!isSign(')') && !isWord('or') && peek().kind !== 'end') {
      if (isWord('and')) take()
      of.push(negated())
    }
    return joined('and', of)
  }

  function negated(): Query {
    if (!isWord('not') && !isSign('-')) return single()
    take()
    return { kind: 'not', of: negated() }
  }

  function single(): Query {
    const token = take()
    if (isSign('(', token)) return grouped(token)
    const isWords =
      token.kind === 'text' ||
      (token.kind === 'word' && !isWord('and', token) && !isWord('or', token))
    if (isWords) return isCondition() ? condition(token) : { kind: 'text', text: token.text }
    throw wrong(
      token,
      token.kind === 'end' ? 'something is missing' : `${token.text} is not expected`,
    )
  }

  function grouped(start: Token): Query {
    if (++depth > MOST_DEPTH) throw wrong(start, 'too many brackets in each other')
    const inside = either()
    depth--
    const end = take()
    if (!isSign(')', end)) throw wrong(end, 'a ) is missing')
    return inside
  }

  /** Whether what comes next asks something of a trait. */
  const isCondition = () =>
    isComparison() || isWord('exists') || (isWord('in') && isSign('(', tokens[next + 1]))

  const isComparison = () => peek().kind === 'sign' && !['(', ')', ',', '-'].includes(peek().text)

  function condition(word: Token): Query {
    if (isComparison()) return compared(word)
    const path = pathOf(word)
    const isExistence = isWord('exists')
    take()
    return isExistence ? { kind: 'exists', path } : { kind: 'in', path, values: list() }
  }

  function compared(word: Token): Query {
    const path = pathOf(word)
    const sign = take().text
    const given = take()
    if (given.kind !== 'word' && given.kind !== 'text') throw wrong(given, 'a value is missing')
    const comparison = sign === ':' ? '=' : (sign as Comparison)
    if (!COMPARISONS.includes(comparison)) throw wrong(word, `${sign} compares nothing`)
    const isPrefix = given.kind === 'word' && given.text.endsWith('*') && /^!?=$/.test(comparison)
    if (!isPrefix) return { kind: 'compare', path, comparison, value: readValue(given) }
    const prefix: Query = { kind: 'prefix', path, start: given.text.slice(0, -1) }
    return comparison === '=' ? prefix : { kind: 'not', of: prefix }
  }

  function list(): Value[] {
    const values: Value[] = []
    take()
    do {
      const given = take()
      if (given.kind !== 'word' && given.kind !== 'text') throw wrong(given, 'a value is missing')
      values.push(readValue(given))
    } while (isSign(',') && take())
    const end = take()
    if (!isSign(')', end)) throw wrong(end, 'a ) is missing')
    return values
  }

  function pathOf(word: Token): string[] {
    const path = word.kind === 'text' ? [word.text] : stepsOf(word.text)
    if (!path) throw wrong(word, `${word.text} is no name of a trait`)
    return path
  }

  if (peek().kind === 'end') return { kind: 'all' }
  const query = either()
  if (peek().kind !== 'end') throw wrong(peek(), `${peek().text} is not expected`)
  return query
}

const joined = (kind: 'and' | 'or', of: Query[]): Query =>
  of.length === 1 && of[0] ? of[0] : { kind, of }

/** What is quoted is text; of other words some are numbers, lengths of time in seconds, or constants. */
function readValue({ kind, text }: Token): Value {
  if (kind === 'text') return text
  if (NUMBER.test(text)) return Number(text)
  const [, number, unit = ''] = LENGTH.exec(text) ?? []
  if (number !== undefined) return Number(number) * (SECONDS[unit] ?? 1)
  return Object.hasOwn(CONSTANTS, text) ? (CONSTANTS[text] ?? null) : text
}
