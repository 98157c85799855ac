import { afterEach, beforeEach, expect, test } from 'vitest'
import { clearContexts, configure, context, type Event, start, traceparent } from '#client/index.ts'
import { readTraceparent, traceIdOf } from '#client/traceparent.ts'

const TRACE = '0af7651916cd43dd8448eb211c80319c'
const PARENT = 'b7ad6b7169203331'

let events: Event[]
beforeEach(() => {
  events = []
  configure(event => events.push(event))
  clearContexts()
})
afterEach(() => configure(null))

test.each([
  [`00-${TRACE}-${PARENT}-01`, true],
  [` 00-${TRACE}-${PARENT}-00 `, false],
  [`00-${TRACE}-${PARENT}-03`, true],
  [`cc-${TRACE}-${PARENT}-01-what-will-be`, true],
])('%s is a trace; sampled: %s', (header, isSampled) => {
  expect(readTraceparent(header)).toEqual({ id: TRACE, parent: PARENT, isSampled })
})

test.each([
  ['nothing', undefined],
  ['several', [`00-${TRACE}-${PARENT}-01`]],
  ['another text', 'hello'],
  ['a version that will never be', `ff-${TRACE}-${PARENT}-01`],
  ['version 00 with more at its end', `00-${TRACE}-${PARENT}-01-more`],
  ['a trace of zeros', `00-${'0'.repeat(32)}-${PARENT}-01`],
  ['a parent of zeros', `00-${TRACE}-${'0'.repeat(16)}-01`],
  ['capitals', `00-${TRACE.toUpperCase()}-${PARENT}-01`],
  ['a short id', `00-${TRACE.slice(1)}-${PARENT}-01`],
])('%s is none', (_, header) => {
  expect(readTraceparent(header)).toBeUndefined()
})

test('a context goes on with the trace of a header, and says what asked for it', () => {
  context('request', { traceparent: `00-${TRACE}-${PARENT}-01` }, () => context('.sql', () => {}))
  expect(events.map(({ type, id }) => [type, id])).toEqual([
    ['request.sql', TRACE],
    ['request', TRACE],
  ])
  expect(events[1]?.body).toEqual({ trace: { parent: PARENT } })
})

test('a header that is none is passed over, and an id of its own wins', () => {
  context('request', { traceparent: 'hello' }, () => {})
  context('request', { traceparent: `00-${TRACE}-${PARENT}-01`, id: 7 }, () => {})
  expect(events[0]).toMatchObject({ id: expect.stringMatching(/^[0-9a-f]{32}$/), body: {} })
  expect(events[1]?.id).toBe(7)
})

test('what asks others names its event to them', () => {
  const sent = context('request', () => traceparent())
  expect(readTraceparent(sent)).toEqual({
    id: events[0]?.id,
    parent: events[0]?.uid.slice(16),
    isSampled: true,
  })
})

test('what is not kept says so', () => {
  const { traceparent: sent } = start('request', { sample: ['.', -1] })
  expect(readTraceparent(sent)?.isSampled).toBe(false)
})

test('outside of contexts there is no trace', () => {
  expect(traceparent()).toBeUndefined()
})

test.each([
  ['itself for 32 hex digits', TRACE, TRACE],
  ['its digits for a UUID', '0AF76519-16cd-43dd-8448-eb211c80319c', TRACE],
])('an id has a trace id that stands for it: %s', (_, id, expected) => {
  expect(traceIdOf(id)).toBe(expected)
})

test('any other id has one, too, always the same', () => {
  expect(traceIdOf(7)).toMatch(/^[0-9a-f]{32}$/)
  expect(traceIdOf(7)).toBe(traceIdOf('7'))
  expect(traceIdOf(7)).not.toBe(traceIdOf(8))
})
