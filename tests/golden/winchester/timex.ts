import type { Micros } from '#lib/streams/event.ts'
import { moved, replaced } from '#lib/streams/timex/calendar.ts'
import { evaluate } from '#lib/streams/timex/evaluate.ts'
import type { Operator, Period } from '#lib/streams/timex/expression.ts'
import { type MistakeKind, TimexMistake } from '#lib/streams/timex/mistake.ts'
import { parseTimex } from '#lib/streams/timex/parse.ts'
import { repin } from '#lib/streams/timex/pinned.ts'
import { type Duration, UNITS } from '#lib/streams/timex/units.ts'
import { holds } from '#lib/streams/timex/value.ts'
import { type Adapter, wanted } from '#tests/golden/adapter.ts'
import { pythonTime, pythonValue, timeIn } from '#tests/golden/winchester/times.ts'

const WORDS = ['microsecond', 'second', 'minute', 'hour', 'day', 'month', 'year']

/** What the original may call our mistakes; what stops its lexer or its parser is the same to us. */
const NAMES: Record<MistakeKind, string[]> = {
  character: ['TimexLexerError', 'TimexParserError'],
  order: ['TimexParserError', 'TimexLexerError'],
  name: ['TimexExpressionError'],
  time: ['TimexExpressionError'],
}

export const timex: Adapter['groups'] = {
  timex(golden) {
    const expected = wanted(golden) as { error?: string }
    const vars = golden.vars as Record<string, string>
    const times = (name: string) => (name in vars ? timeIn(vars[name]) : null)
    try {
      return { expected, got: pythonValue(evaluate(parseTimex(String(golden.expr)), times)) }
    } catch (error) {
      if (!(error instanceof TimexMistake)) throw error
      // Where the original fell over by chance, any mistake of ours is right.
      const { error: named = '' } = expected
      const isSame = named.startsWith('other:') || NAMES[error.kind].includes(named)
      return { expected, got: { error: isSame ? named : error.said } }
    }
  },

  timex_arith(golden) {
    const by = { [UNITS[WORDS.indexOf(String(golden.unit))] ?? 'us']: Number(golden.n) }
    const got = applied(timeIn(golden.timestamp), golden.op as Operator, by)
    return { expected: wanted(golden), got: pythonTime(got) }
  },

  timex_pinned(golden) {
    const { begin, end } = rangeIn(golden.range)
    const [op, by] = [golden.op as Operator, { h: Number(golden.hours) }]
    const range = { begin: applied(begin, op, by), end: applied(end, op, by) }
    const pin = { at: timeIn(golden.pinned_to), period: golden.unit as Period }
    return { expected: wanted(golden), got: pythonValue(repin(range, pin, known)) }
  },

  timex_match(golden) {
    const value = golden.range ? rangeIn(golden.range) : timeIn(golden.timestamp)
    return { expected: wanted(golden), got: holds(value, timeIn(golden.time)) }
  },
}

function rangeIn(range: unknown) {
  const { begin, end } = range as { begin: string; end: string }
  return { begin: timeIn(begin), end: timeIn(end) }
}

const applied = (at: Micros, operator: Operator, by: Duration) =>
  known(operator === '@' ? replaced(at, by) : moved(at, by, operator === '+' ? 1 : -1))

function known(at: Micros | null): Micros {
  if (at === null) throw new Error('there is no such time')
  return at
}
