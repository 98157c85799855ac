import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Micros } from '#lib/streams/event.ts'
import { evaluate } from '#lib/streams/timex/evaluate.ts'
import { isoOf, microsOf } from '#lib/streams/timex/iso.ts'
import { TimexMistake } from '#lib/streams/timex/mistake.ts'
import { parseTimex } from '#lib/streams/timex/parse.ts'
import { holds, type TimeRange, type TimeValue } from '#lib/streams/timex/value.ts'

const micros = fc.integer({
  min: microsOf('1700-01-01') as Micros,
  max: microsOf('2200-01-01') as Micros,
})
const units = ['us', 's', 'sec', 'm', 'min', 'h', 'hr', 'd', 'mo', 'y', 'yr']
const part = fc
  .tuple(fc.nat({ max: 40 }), fc.constantFrom(...units))
  .map(([count, unit]) => `${count}${unit}`)
const duration = fc.array(part, { minLength: 1, maxLength: 3 }).map(parts => parts.join(' '))
const operation = fc
  .tuple(fc.constantFrom('+', '-', '@'), duration)
  .map(([operator, by]) => ` ${operator} ${by}`)

const { range } = fc.letrec<{ point: string; range: string }>(tie => ({
  point: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom('$timestamp', '$first', '$last'),
    fc.tuple(tie('point'), operation).map(([point, moved]) => point + moved),
    tie('point').map(point => `(${point})`),
  ),
  range: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom('hour', 'day', 'month', 'year'),
    fc
      .tuple(fc.constantFrom('hour', 'day', 'month', 'year'), tie('point'))
      .map(([period, point]) => `${period}(${point})`),
    fc.tuple(tie('point'), tie('point')).map(([begin, end]) => `(${begin} to ${end})`),
    fc.tuple(tie('range'), operation).map(([inside, moved]) => inside + moved),
  ),
}))

/** Its value at a time, or null where it makes a mistake; anything else that it throws is none of its own. */
function resultOf(text: string, at: Micros): TimeValue | null {
  try {
    return evaluate(parseTimex(text), () => at)
  } catch (error) {
    if (error instanceof TimexMistake) return null
    throw error
  }
}

test('whatever is written, nothing but its own mistakes comes of it', () => {
  const piece = fc.constantFrom(
    ...[
      '$a',
      '$',
      'day',
      'to',
      '(',
      ')',
      '+',
      '-',
      '@',
      '7',
      '1d',
      ' ',
      'mo',
      '\u{1f600}',
      '.',
      '\n',
    ],
  )
  const scrap = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(piece).map(all => all.join('')),
  )
  fc.assert(
    fc.property(scrap, micros, (text, at) => {
      const value = resultOf(text, at)
      expect(
        value === null || Number.isSafeInteger(typeof value === 'number' ? value : value.begin),
      ).toBe(true)
    }),
    { numRuns: 1_000 },
  )
})

test('a valid expression comes to whole microseconds, or there is no such time', () => {
  fc.assert(
    fc.property(range, micros, (text, at) => {
      const value = resultOf(text, at)
      if (value === null) return
      const { begin, end } = value as TimeRange
      expect([begin, end].every(Number.isSafeInteger)).toBe(true)
    }),
    { numRuns: 1_000 },
  )
})

test('a range that is not empty holds its begin, and not its end', () => {
  fc.assert(
    fc.property(range, micros, (text, at) => {
      const value = resultOf(text, at)
      if (value === null || typeof value === 'number' || value.begin >= value.end) return
      expect([holds(value, value.begin), holds(value, value.end)]).toEqual([true, false])
    }),
  )
})

test('a period holds the time that it was made from, however it is moved', () => {
  const moved = fc.tuple(
    fc.constantFrom('hour', 'day', 'month', 'year'),
    fc.array(operation, { maxLength: 4 }),
  )
  fc.assert(
    fc.property(moved, micros, ([period, operations], at) => {
      const value = resultOf(period + operations.join(''), at)
      if (value !== null) expect(holds(value, at)).toBe(true)
    }),
    { numRuns: 1_000 },
  )
})

test('what is added and taken away again leaves a time as it was, apart from months', () => {
  const fixed = fc
    .array(fc.tuple(fc.nat({ max: 999 }), fc.constantFrom('us', 's', 'm', 'h', 'd')), {
      minLength: 1,
    })
    .map(parts =>
      parts
        .slice(0, 4)
        .map(([count, unit]) => `${count}${unit}`)
        .join(' '),
    )
  fc.assert(
    fc.property(fixed, micros, (by, at) => {
      expect(resultOf(`$timestamp + ${by} - ${by}`, at)).toBe(at)
    }),
  )
})

test('a time that is written in ISO 8601 is read as the same one', () => {
  fc.assert(
    fc.property(micros, at => {
      expect(microsOf(isoOf(at))).toBe(at)
    }),
  )
})
