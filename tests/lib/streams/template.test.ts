import { expect, test } from 'vitest'
import { template, templateOf } from '#lib/streams/template.ts'
import { streamEvent } from '#tests/lib/streams/event.ts'
import { stream } from '#tests/lib/streams/running/world.ts'

const events = [
  streamEvent({
    type: 'order.placed',
    traits: { amount: 12.5, user: { name: 'Ann' }, note: 'first' },
  }),
  streamEvent({ type: 'order.paid', traits: { by: 'card', 'a.b': 'dotted', gone: null } }),
  streamEvent({ type: 'order.shipped', uid: 'last-one', traits: { items: [1, 2], note: 'last' } }),
]
const filled = (text: string) => templateOf(text).text({ stream, events })
const valueIn = (text: string) => templateOf(text).value({ stream, events })

test.each([
  ['a distinguishing value', 'Order {{order}}', 'Order o-1'],
  ['else a trait of the last event that has it', '{{note}} by {{by}}', 'last by card'],
  ['a trait of the first event', '{{first.note}} {{first.amount}}', 'first 12.5'],
  ['a trait of the last event', '{{last.note}} {{last.message_id}}', 'last last-one'],
  ['a nested trait', '{{user.name}}', 'Ann'],
  ['a name with dots', '{{a.b}}', 'dotted'],
  [
    'what an event has of its own',
    '{{last.event_type}} {{first.timestamp}}',
    'order.shipped 2014-08-01T12:00:00.000000Z',
  ],
  ['how many events there are', '{{events.length}} events', '3 events'],
  ['the stream', '{{stream.trigger}} {{stream.id}} {{stream.occasion}}', 'orders 7 fire'],
  [
    'its times and how long it took',
    '{{stream.first}}: {{stream.seconds}} s',
    '2026-08-01T12:00:00.000000Z: 60.5 s',
  ],
  ['its distinguishing values', '{{stream.traits.order}}', 'o-1'],
  ['what is no text as JSON', '{{items}} {{user}}', '[1,2] {"name":"Ann"}'],
  ['what is not there as nothing', '[{{nothing}}{{gone}}{{last.amount}}]', '[]'],
  ['what stands there instead', '{{nothing | none yet}}, {{by | cash}}', 'none yet, card'],
  ['blanks and lines around names', '{{ order }}{{\n order\n}}', 'o-1o-1'],
  ['two braces as they are', '\\{{order}} {order} }}', '{{order}} {order} }}'],
  ['text as it is', 'a $1 %s', 'a $1 %s'],
])('tells %s', (_, text, expected) => {
  expect(filled(text)).toBe(expected)
})

test('without events nothing of them is there', () => {
  const empty = { stream, events: [] }
  expect(
    templateOf('{{order}} {{first.note}}{{last.note}}{{note}} {{events.length}}').text(empty),
  ).toBe('o-1  0')
})

test.each([
  ['{{first.amount}}', 12.5],
  ['{{items}}', [1, 2]],
  ['{{nothing}}', undefined],
  ['{{nothing | 0}}', '0'],
  ['{{first.amount}} €', '12.5 €'],
  ['', ''],
])('the value of %j is %j', (text, expected) => {
  expect(valueIn(text)).toEqual(expected)
})

test.each([
  ['a {{order', 'character 3: the }} of this {{ is missing'],
  ['{{a {{b}}', 'character 1: the }} of this {{ is missing'],
  ['{{}}', 'character 1: a name is missing between {{ and }}'],
  ['x{{ | otherwise}}', 'character 2: a name is missing between {{ and }}'],
  ['{{stream.name}}', 'character 1: stream.name is none of stream.id, stream.trigger,'],
  ['{{stream.__proto__}}', 'character 1: stream.__proto__ is none of'],
])('%s is refused: %s', (text, message) => {
  expect(() => templateOf(text)).toThrow(message)
  expect(template().safeParse(text).error?.issues[0]?.message).toContain(message)
})

test('names that objects have of their own are no values', () => {
  expect(
    filled('[{{constructor}}{{__proto__}}{{stream.traits.toString}}{{first.hasOwnProperty}}]'),
  ).toBe('[]')
})

test('a long text of open braces is read at once', () => {
  expect(() => templateOf('{{'.repeat(50_000))).toThrow('character 1')
  expect(templateOf('{ '.repeat(50_000)).text({ stream, events })).toHaveLength(100_000)
})
