import { describe, expect, test } from 'vitest'
import { compileTrigger } from '#lib/streams/definition/compile.ts'
import { keyOf, traitsOf } from '#lib/streams/definition/key.ts'
import { type TriggerInput, triggerDefinition } from '#lib/streams/definition/schema.ts'
import type { Distinguishing } from '#lib/streams/definition/values.ts'
import { isoOf, microsOf } from '#lib/streams/timex/iso.ts'
import { streamEvent } from '#tests/lib/streams/event.ts'

const trigger = (fields: Partial<TriggerInput> = {}) =>
  compileTrigger(
    triggerDefinition.parse({
      name: 'orders',
      distinguished_by: ['order'],
      expiration: '$last + 1d',
      fire_pipeline: 'bill',
      match_criteria: [
        { event_type: 'order.*', traits: { total: { int: '> 0' } } },
        { event_type: 'payment', map_distinguished_by: { order: 'details.reference' } },
      ],
      fire_criteria: [{ event_type: ['order.placed', 'payment'] }, { event_type: 'payment' }],
      ...fields,
    }),
  )

const placed = streamEvent({ type: 'order.placed', traits: { order: 'A', total: 5 } })
const payment = streamEvent({ type: 'payment', traits: { details: { reference: 'A' } } })

test('an event is taken by the first of the match criteria that it fits, and counts for all fire criteria that it meets', () => {
  expect(trigger().take(placed)).toEqual({
    criteria: 0,
    values: { order: 'A' },
    met: [true, false],
  })
  expect(trigger().take(payment)).toEqual({
    criteria: 1,
    values: { order: 'A' },
    met: [true, true],
  })
})

test('types that no match criteria takes are known before an event is looked at', () => {
  const { fitsType } = trigger()
  expect(['order.placed', 'payment', 'shipment'].filter(fitsType)).toEqual([
    'order.placed',
    'payment',
  ])
})

describe('what was looked at is told', () => {
  const told = (event: ReturnType<typeof streamEvent>) => {
    const notes: [string, string | null][] = []
    const taken = trigger().take(event, (criteria, reason) => notes.push([criteria, reason]))
    return { isTaken: taken !== null, notes }
  }

  test('of an event that is taken', () => {
    expect(told(payment)).toEqual({
      isTaken: true,
      notes: [
        ['Match 1', 'Wrong event type'],
        ['Match 2', null],
        ['Match', null],
        ['Distinguish', null],
        ['Fire 1', null],
        ['Fire 2', null],
      ],
    })
  })

  test('of one that fits no criteria', () => {
    expect(told(streamEvent({ type: 'order.placed', traits: { order: 'A', total: 0 } }))).toEqual({
      isTaken: false,
      notes: [
        ['Match 1', '> failed'],
        ['Match 2', 'Wrong event type'],
        ['Match', 'No matching criteria'],
      ],
    })
  })

  test('of one that has nothing to tell streams apart by', () => {
    expect(told(streamEvent({ type: 'payment', traits: { order: 'A' } }))).toMatchObject({
      isTaken: false,
      notes: [
        expect.anything(),
        ['Match 2', null],
        ['Match', null],
        ['Distinguish', "not 'details.reference'"],
      ],
    })
  })
})

describe('streams are told apart by', () => {
  const valuesBy = (by: TriggerInput['distinguished_by'], traits: Record<string, unknown>) =>
    trigger({ distinguished_by: by, match_criteria: [{}] }).take(streamEvent({ traits }))?.values

  test.each([
    [['a', 'b'], { a: 'x', b: 1.5 }, { a: 'x', b: 1.5 }],
    [['a'], { a: false }, { a: false }],
    [[], {}, {}],
    // A text that tells a time is a text still.
    [['a'], { a: '2014-08-01' }, { a: '2014-08-01' }],
    [['timestamp'], {}, { timestamp: { datetime: microsOf('2014-08-01T12:00:00') } }],
    [
      [{ timestamp: 'day' }],
      {},
      { timestamp: { begin: microsOf('2014-08-01'), end: microsOf('2014-08-02') } },
    ],
    [
      [{ a: '$timestamp @ 0h' }],
      { a: '2014-08-03T05:00:00' },
      { a: { datetime: microsOf('2014-08-03') } },
    ],
    [['__proto__'], JSON.parse('{"__proto__":"x"}'), JSON.parse('{"__proto__":"x"}')],
  ])('%j of %j', (by, traits, values) => {
    expect(valuesBy(by, traits)).toEqual(values)
  })

  test.each([
    [['a'], {}],
    [['a'], { a: null }],
    [['a'], { a: [1] }],
    [['a'], { a: { b: 1 } }],
    [['a'], { a: 'x'.repeat(1_001) }],
    [[{ a: 'day' }], { a: 'soon' }],
    [[{ a: '$timestamp + 1mo' }], { a: '2014-01-31' }],
  ])('nothing where %j has none that could be one: %j', (by, traits) => {
    expect(valuesBy(by, traits)).toBeUndefined()
  })
})

describe('the key of a stream', () => {
  test('is the same for the same values, in whatever order, and another for others', () => {
    const key = keyOf({ a: 1, b: 'x' })
    expect(key).toMatch(/^[0-9a-f]{32}$/)
    expect(keyOf({ b: 'x', a: 1 })).toBe(key)
    const others: Distinguishing[] = [
      { a: '1', b: 'x' },
      { a: 1 },
      { a: 1, b: 'x', c: 1 },
      { a: 'x', b: 1 },
    ]
    expect(new Set([key, ...others.map(keyOf)]).size).toBe(5)
  })

  test('tells a time from the text that writes it', () => {
    const at = microsOf('2014-08-01') ?? 0
    expect(keyOf({ a: { datetime: at } })).not.toBe(keyOf({ a: isoOf(at) }))
  })
})

test('distinguishing values are told in ISO 8601', () => {
  const at = microsOf('2014-08-01') ?? 0
  expect(traitsOf({ a: 1, b: { datetime: at }, c: { begin: at, end: at + 1 } })).toEqual({
    a: 1,
    b: { datetime: '2014-08-01T00:00:00.000000Z' },
    c: { begin: '2014-08-01T00:00:00.000000Z', end: '2014-08-01T00:00:00.000001Z' },
  })
})

describe('a stream expires', () => {
  const expiry = (expiration: string, day: string) => {
    const at = microsOf(day) ?? 0
    return isoOf(trigger({ expiration }).expiry({ first: at, last: at + 1, now: at + 2 }))
  }

  test.each([
    ['$first + 1d', '2014-01-31', '2014-02-01T00:00:00.000000Z'],
    ['$last', '2014-01-31', '2014-01-31T00:00:00.000001Z'],
    ['$timestamp @ 23h', '2014-01-31', '2014-01-31T23:00:00.000002Z'],
    // There always is an answer.
    ['$first + 1mo', '2014-01-31', '2014-02-28T00:00:00.000000Z'],
    ['$first + 100y', '2200-01-01', '2255-06-05T23:47:34.740991Z'],
  ])('at %s of %s', (expiration, day, expected) => {
    expect(expiry(expiration, day)).toBe(expected)
  })
})

test('the delay before it fires is told in microseconds', () => {
  expect(trigger({ fire_delay: 0.25 }).fireDelay).toBe(250_000)
})
