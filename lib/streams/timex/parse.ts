import {
  isRange,
  type Node,
  type Operator,
  PERIODS,
  type Period,
  type Point,
  type Timex,
} from '#lib/streams/timex/expression.ts'
import { type MistakeKind, type Place, TimexMistake } from '#lib/streams/timex/mistake.ts'
import { type Token, tokensOf } from '#lib/streams/timex/tokens.ts'
import { type Duration, UNIT_NAMES } from '#lib/streams/timex/units.ts'

const PERIOD_NAMES = Object.keys(PERIODS).join(', ')

/**
 * Reads a time expression: `$last + 1d 2h`, `$first to $last`, `day($launched_at) + 6h`, `($timestamp + 1d) @ 0h 0m`.
 * `to` binds weakest; + - @ go from left to right. Throws a TimexMistake.
 */
export function parseTimex(text: string): Timex {
  const tokens = tokensOf(text)
  const variables = new Set<string>()
  let next = 0

  const peek = (): Token => tokens[next] as Token
  const take = (): Token => tokens[next++] as Token
  const is = (sign: string) => peek().kind !== 'variable' && peek().text === sign
  const wrong = (place: Place, problem: string, kind: MistakeKind = 'order') =>
    new TimexMistake(text, kind, place, problem)
  const unexpected = (token: Token) =>
    wrong(
      token,
      token.kind === 'end'
        ? 'something is missing'
        : `${text.slice(token.at, token.end)} is not expected`,
    )

  function expression(): Node {
    const begin = chain()
    if (!is('to')) return begin
    take()
    const end = chain()
    return { kind: 'span', begin: point(begin), end: point(end), place: over(begin, end) }
  }

  function chain(): Node {
    let node = operand()
    while (is('+') || is('-') || is('@')) node = moved(node, take().text as Operator)
    return node
  }

  function moved(of: Node, operator: Operator): Node {
    const start = peek()
    const by = duration()
    const place = { at: of.place.at, end: (tokens[next - 1] ?? start).end }
    if (isRange(of)) return { kind: 'shifted', of, operator, by, place }
    if (typeof by === 'object') return { kind: 'moved', of, operator, by, place }
    throw wrong(start, `${by} of what (us, s, m, h, d, mo, y)`)
  }

  function operand(): Node {
    const token = take()
    const { kind, text: name, at, end } = token
    if (kind === 'variable') {
      variables.add(name)
      return { kind, name, place: { at, end } }
    }
    if (kind === 'sign' && name === '(') return closed(token)
    if (kind !== 'word' || name === 'to') throw unexpected(token)
    if (!isPeriod(name)) throw wrong(token, `${name} is none of ${PERIOD_NAMES}`, 'name')
    return { kind: 'period', period: name, of: periodsPoint(token), place: { at, end } }
  }

  /** What stands between a bracket and its end. */
  function closed({ at }: Place): Node {
    const inside = expression()
    const end = take()
    if (end.text !== ')') throw end.kind === 'end' ? wrong(end, 'a ) is missing') : unexpected(end)
    return { ...inside, place: { at, end: end.end } }
  }

  function periodsPoint({ at, end }: Token): Point {
    if (is('(')) return point(closed(take()))
    variables.add('timestamp')
    return { kind: 'variable', name: 'timestamp', place: { at, end } }
  }

  function point(node: Node): Point {
    if (!isRange(node)) return node
    throw wrong(node.place, 'a range of time stands where a point in time belongs')
  }

  /** One or more numbers with their units, or a number alone. */
  function duration(): Duration | number {
    const sum: Duration = {}
    if (peek().kind !== 'number') throw unexpected(peek())
    const first = number()
    if (peek().kind !== 'word' || is('to')) return first
    for (let count = first; ; count = number()) {
      const token = take()
      const unit = token.kind === 'word' ? UNIT_NAMES.get(token.text) : undefined
      if (!unit) throw token.kind === 'word' ? noUnit(token) : unexpected(token)
      sum[unit] = (sum[unit] ?? 0) + count
      if (peek().kind !== 'number') return sum
    }
  }

  const noUnit = (token: Token) => wrong(token, `${token.text} is no unit (us, s, m, h, d, mo, y)`)

  function number(): number {
    const token = take()
    const count = Number(token.text)
    if (!Number.isSafeInteger(count)) throw wrong(token, 'the number is too great', 'time')
    return count
  }

  const root = expression()
  if (peek().kind !== 'end') throw unexpected(peek())
  return { text, root, isRange: isRange(root), variables }
}

const isPeriod = (name: string): name is Period => Object.hasOwn(PERIODS, name)

const over = (begin: Node, end: Node): Place => ({ at: begin.place.at, end: end.place.end })
