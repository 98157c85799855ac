import { describe, expect, test } from 'vitest'
import { parse } from '#lib/parse.ts'
import { criteriaOf } from '#lib/streams/criteria/check.ts'
import { criterionCheck } from '#lib/streams/criteria/criterion.ts'
import { criterion, matchEntry } from '#lib/streams/criteria/schema.ts'
import { microsOf } from '#lib/streams/timex/iso.ts'
import { streamEvent } from '#tests/lib/streams/event.ts'

const reasonFor = (asked: unknown, traits: Record<string, unknown>) =>
  criterionCheck('x', criterion.parse(asked))(streamEvent({ traits }))

describe('a trait', () => {
  test.each([
    ['text', { x: 'text' }, null],
    ['text', { x: 'other' }, '== failed'],
    ['text', {}, "not 'x'"],
    ['text', { x: null }, "not 'x'"],
    [3, { x: 3.0 }, null],
    // Kinds are not mixed: a number is no text.
    [3, { x: '3' }, '== failed'],
    [true, { x: true }, null],
    [{ string: '3' }, { x: '3' }, null],
    [{ text: '3' }, { x: 3 }, '== failed'],
    [{ int: 3 }, { x: 3 }, null],
    [{ int: '= 3' }, { x: 4 }, '== failed'],
    [{ int: '> 3' }, { x: 3 }, '> failed'],
    [{ int: '< -3' }, { x: -4 }, null],
    [{ int: '> 3' }, { x: 3.5 }, '> failed'],
    [{ int: '> 3' }, { x: '4' }, '> failed'],
    [{ float: '< 1e3' }, { x: 999.9 }, null],
    [{ float: '1.5' }, { x: 1.5 }, null],
    [{ float: '> 0' }, { x: 'NaN' }, '> failed'],
    [{ datetime: 'day' }, { x: '2014-08-01T23:59:59.999999' }, null],
    [{ datetime: 'day' }, { x: '2014-08-02T00:00:00' }, 'Not in timerange'],
    [{ datetime: 'day' }, { x: '2014-08-02T00:30:00+01:00' }, null],
    [{ datetime: 'day' }, { x: 'soon' }, 'Not in timerange'],
    [{ datetime: 'day' }, {}, "not 'x'"],
    [{ datetime: '$from to $until' }, { x: '2014-08-01' }, 'No timestamp trait'],
    [{ datetime: '$from' }, { x: '2014-08-01', from: '2014-08-01T00:00:00Z' }, null],
    [{ datetime: '$from + 1mo' }, { x: '2014-02-28', from: '2014-01-31' }, 'No timestamp trait'],
  ])('asked for %j, being %j: %s', (asked, traits, reason) => {
    expect(reasonFor(asked, traits)).toBe(reason)
  })

  test('is found by its name, by its way down, and then among what events have of their own', () => {
    const traits = { 'a.b': 1, a: { b: 2, c: [{ d: 3 }] }, host: 'given' }
    const event = streamEvent({ traits, type: 'order.paid', pid: 7 })
    const fits = (name: string, asked: unknown) =>
      criterionCheck(name, criterion.parse(asked))(event) === null
    expect(fits('a.b', 1)).toBe(true)
    expect(fits('a.c.0.d', 3)).toBe(true)
    expect(fits('a.c.1.d', 3)).toBe(false)
    expect(fits('host', 'given')).toBe(true)
    expect(fits('event_type', 'order.paid')).toBe(true)
    expect(fits('pid', { int: '> 6' })).toBe(true)
    expect(fits('timestamp', { datetime: 'hour' })).toBe(true)
    expect(fits('constructor', { text: 'x' })).toBe(false)
  })

  test('counts how long the event took, in seconds', () => {
    const at = microsOf('2014-08-01T12:00:00') ?? 0
    const check = criterionCheck('duration', { float: '> 1.4' })
    expect(check(streamEvent({ at, start: at - 1_500_000 }))).toBeNull()
    expect(check(streamEvent({ at, start: at + 5 }))).toBe('> failed')
  })
})

describe('what is asked of a trait is refused where it', () => {
  const mistakeIn = (asked: unknown): unknown => {
    try {
      parse(criterion, asked)
    } catch (error) {
      return (error as { fields?: unknown }).fields
    }
    return 'none'
  }

  test.each([
    [{ numeric: '> 4096' }, 'numeric', 'is not known here'],
    [{ int: '> 3', float: '< 1' }, '', 'must name one of int, float, datetime, string, text'],
    [{}, '', 'must name one of int, float, datetime, string, text'],
    [{ int: '>3' }, 'int', 'is not understood; write 3, = 3, > 3 or < 3'],
    [{ int: '>= 3' }, 'int', 'is not understood; write 3, = 3, > 3 or < 3'],
    [{ int: 3.5 }, 'int', 'is not understood; write 3, = 3, > 3 or < 3'],
    [{ int: '9007199254740993' }, 'int', 'is not understood; write 3, = 3, > 3 or < 3'],
    [{ float: 'inf' }, 'float', 'is not understood; write 1.5, = 1.5, > 1.5 or < 1.5'],
    [{ float: '1e999' }, 'float', 'is not understood; write 1.5, = 1.5, > 1.5 or < 1.5'],
    [{ datetime: 'week' }, 'datetime', 'is not valid at 1: week is none of hour, day, month, year'],
    [{ datetime: 'day @ 25h' }, 'datetime', 'is not valid at 1: there is no such time: day @ 25h'],
  ])('is %j', (asked, field, text) => {
    expect(mistakeIn(asked)).toMatchObject({ [field]: text })
  })

  test.each([[null], [[]], [{ int: [] }]])('is %j', asked => {
    expect(mistakeIn(asked)).not.toBe('none')
  })
})

describe('an event fits criteria', () => {
  const reason = (entry: object, event: Parameters<typeof streamEvent>[0]) =>
    criteriaOf(matchEntry.parse(entry)).check(streamEvent(event))
  const at = microsOf('2014-08-02T17:16:15') ?? 0

  test.each([
    [{ event_type: 'b' }, { type: 'a' }, 'Wrong event type'],
    [{ timestamp: 'day($x)' }, { at, traits: { x: '2014-08-02' } }, null],
    [{ timestamp: 'day($x)' }, { at, traits: { x: '2014-08-01' } }, 'Not time yet.'],
    [{ timestamp: 'day($x)' }, { at }, 'No timestamp trait'],
    [{ timestamp: 'day' }, { at, traits: { timestamp: 1_406_858_400 } }, null],
    [{ timestamp: '$x' }, { at, traits: { timestamp: '2014-01-01', x: '2014-01-01' } }, null],
    [{ traits: { a: 1, b: 2 } }, { traits: { a: 1, b: 3 } }, '== failed'],
    [{ timestamp: 'day', traits: { a: 1 } }, { traits: { a: 1 } }, null],
  ])('%j, being %j: %s', (entry, event, expected) => {
    expect(reason(entry, event)).toBe(expected)
  })
})
