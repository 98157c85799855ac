import { expect, test } from 'vitest'
import { distillerOf } from '#lib/streams/distiller/distill.ts'
import { eventOf, traitsOf } from '#lib/streams/distiller/event.ts'
import { notificationOf } from '#lib/streams/distiller/notification.ts'
import { eventDefinition } from '#lib/streams/distiller/schema.ts'

const given = {
  event_type: 'compute.instance.create.end',
  message_id: 'm-1',
  publisher_id: 'compute.node-7',
  _context_request_id: 'req-1',
  timestamp: '2026-11-22 10:00:00.000250',
  payload: {
    instance_id: 'i-1',
    memory_mb: '1024',
    ratio: '1.5',
    launched_at: '2026-11-22T09:00:00+02:00',
    deleted_at: '',
    nested: { a: [1] },
  },
}

const distilled = (traits: object, notification: object = given, catchAll = false) =>
  distillerOf([eventDefinition.parse({ event_type: 'compute.*', traits })]).distill(
    notificationOf(notification),
    { catchAll, now: 1_000_000 },
  )
const valueFrom = (trait: object | string, payload: object = given.payload) => {
  const { findings } = distilled({ it: trait }, { ...given, payload })
  return findings.find(({ trait }) => trait === 'it')
}

test.each([
  [{ fields: 'payload.memory_mb', type: 'int' }, 1024],
  [{ fields: 'payload.ratio', type: 'float' }, 1.5],
  [{ fields: 'payload.launched_at', type: 'datetime' }, '2026-11-22T07:00:00.000000Z'],
  [{ fields: 'payload.deleted_at', type: 'datetime' }, null],
  [{ fields: 'payload.deleted_at' }, ''],
  [{ fields: 'payload.nested' }, '{"a":[1]}'],
  [{ fields: ['payload.missing', 'payload.instance_id'] }, 'i-1'],
  [
    {
      fields: 'payload.instance_id',
      plugin: { name: 'split', parameters: { separator: '-', segment: 1 } },
      type: 'int',
    },
    1,
  ],
  [{ fields: 'payload.missing', plugin: 'bitfield', type: 'int' }, 0],
])('the trait %j has the value %j', (trait, value) => {
  expect(valueFrom(trait)).toMatchObject({ value, problem: null })
})

test.each([
  ['int', '1.5', '"1.5" is no whole number'],
  ['int', 'many', '"many" is no whole number'],
  ['int', '9007199254740993', '"9007199254740993" is no whole number that is kept exactly'],
  ['float', 'NaN', '"NaN" is no number'],
  ['float', [1], '[1] is no number'],
  ['datetime', 'yesterday', '"yesterday" is no time like 2026-01-31T12:00:00Z'],
  ['datetime', 1234, '1234 is no time like 2026-01-31T12:00:00Z'],
])('a trait of type %s does not take %j', (type, value, problem) => {
  expect(valueFrom({ fields: 'payload.x', type }, { x: value })).toMatchObject({
    ...{ value: null, problem, paths: ['payload.x'] },
  })
})

test('whole numbers lose what is behind the point, and true is 1', () => {
  expect(valueFrom({ fields: 'payload.x', type: 'int' }, { x: -1.9 })?.value).toBe(-1)
  expect(valueFrom({ fields: 'payload.x', type: 'int' }, { x: true })?.value).toBe(1)
})

test('a value that is not of its type costs the event, and says which trait', () => {
  const { dropped, findings } = distilled({ size: { fields: 'payload.ratio', type: 'int' } })
  expect(dropped).toBe('invalid')
  expect(findings.find(({ problem }) => problem)).toMatchObject({ trait: 'size' })
})

test('a definition may say otherwise of the default traits', () => {
  const { service, ...others } = traitsOf(distilled({ service: { fields: 'payload.instance_id' } }))
  expect(service).toBe('i-1')
  expect(others).toEqual({ request_id: 'req-1' })
})

test('without any trait there is no event, not even with catch-all', () => {
  const bare = { event_type: 'compute.x', message_id: 'm', timestamp: given.timestamp }
  expect(distilled({}, bare).dropped).toBe('no_traits')
  expect(distilled({}, { ...bare, event_type: 'other' }, true).dropped).toBe('no_traits')
})

test('catch-all makes events of what no definition takes', () => {
  const other = { ...given, event_type: 'other' }
  expect(distilled({}, other).dropped).toBe('no_definition')
  const caught = distilled({ it: { fields: 'payload.instance_id' } }, other, true)
  expect(caught).toMatchObject({ dropped: null, definition: null })
  expect(traitsOf(caught)).toEqual({ service: 'compute.node-7', request_id: 'req-1' })
})

test('a name that objects have by themselves is a trait like any other', () => {
  const traits = traitsOf(distilled({ constructor: { fields: 'payload.ratio' } }))
  expect(traits).toHaveProperty('constructor', '1.5')
})

test('the one name that no object can have is refused, not forgotten', () => {
  const traits = JSON.parse('{"__proto__": {"fields": "payload.ratio"}}')
  expect(() => distilled(traits)).toThrow('cannot be a name')
})

test('an event belongs to its request and its host, and is exact to the microsecond', () => {
  expect(eventOf(distilled({}), given)).toEqual({
    ...{ type: given.event_type, uid: 'm-1', id: 'req-1', host: 'node-7', pid: null },
    ...{ start: 1_795_341_600.00025, at: 1_795_341_600.00025, isTimed: true },
    traits: '{"service":"compute.node-7","request_id":"req-1"}',
  })
})

test('the envelope of oslo.messaging is taken off', () => {
  const { body } = notificationOf({ 'oslo.version': '2.0', 'oslo.message': JSON.stringify(given) })
  expect(body).toEqual(given)
})

test.each([
  ['text', 'must be an object'],
  [{ 'oslo.message': '{' }, 'oslo.message is no JSON'],
  [{ message_id: 'm' }, 'event_type is missing'],
  [{ event_type: 'a', message_id: 7 }, 'message_id must be a text'],
  [{ event_type: '', message_id: 'm' }, 'event_type must have 1 to 200 characters'],
  [{ event_type: 'a', message_id: 'm\0' }, 'message_id has a character that cannot be stored'],
])('%j is no notification: %s', (notification, problem) => {
  expect(() => notificationOf(notification)).toThrow(problem)
})

test('what has too many values is refused, too', () => {
  const list = Array.from({ length: 10_001 }, () => 0)
  expect(() => notificationOf({ ...given, list })).toThrow('has more than 10000 values')
})

test('what is nested without end is refused before anything looks through it', () => {
  let payload: object = {}
  for (let depth = 0; depth < 100; depth++) payload = { payload }
  expect(() => notificationOf({ ...given, payload })).toThrow('nested more than 60 levels deep')
})

test('a time that is none is told with its field', () => {
  expect(() => distilled({}, { ...given, timestamp: 'soon' })).toThrow('timestamp must be a time')
})

test('paths that would look at everything again and again are refused', () => {
  const traits = Object.fromEntries(
    Array.from({ length: 3 }, (_, at) => [`t${at}`, { fields: Array(20).fill('..a') }]),
  )
  expect(() => distilled(traits)).toThrow('more than 50 times')
})

test('the worst that a definition may ask takes a moment', () => {
  const deep = (depth: number): object => ({
    ...(depth > 0 && { a: deep(depth - 1) }),
    ...Object.fromEntries(Array.from({ length: 150 }, (_, i) => [`k${i}`, i])),
  })
  const fields = Array.from({ length: 10 }, () => '..*.*.*.*.nothing')
  expect(traitsOf(distilled({ it: { fields } }, { ...given, payload: deep(50) }))).toEqual({
    ...{ service: 'compute.node-7', request_id: 'req-1' },
  })
})
