import fc from 'fast-check'
import { expect, test } from 'vitest'
import { UserError } from '#lib/failures.ts'
import { readEnvelope } from '#lib/intake/sentry/envelope.ts'

const read = (text: string | Buffer) => {
  const { header, items } = readEnvelope(Buffer.from(text))
  return { header, items: items.map(({ type, payload }) => [type, payload.toString()]) }
}

test.each([
  ['headers only', '{"a":1}', []],
  ['headers only, with a newline', '{"a":1}\n\n', []],
  ['an item that says its length', '{"a":1}\n{"type":"event","length":2}\n{}', [['event', '{}']]],
  [
    'newlines within a payload of known length',
    '{"a":1}\n{"type":"attachment","length":5}\na\n\nb\n\n{"type":"event"}\n{}\n',
    [
      ['attachment', 'a\n\nb\n'],
      ['event', '{}'],
    ],
  ],
  [
    'items that end with their line',
    '{"a":1}\n{"type":"session"}\n{"s":1}\n{"type":"event"}\n{}',
    [
      ['session', '{"s":1}'],
      ['event', '{}'],
    ],
  ],
  ['an empty item', '{"a":1}\n{"type":"event","length":0}\n\n', [['event', '']]],
  ['an item without even a newline', '{"a":1}\n{"type":"event"}', [['event', '']]],
])('it reads %s', (_, text, items) => {
  expect(read(text)).toEqual({ header: { a: 1 }, items })
})

test('a binary attachment comes through byte for byte', () => {
  const bytes = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte))
  const head = Buffer.from('{}\n{"type":"attachment","length":256}\n')
  const { items } = readEnvelope(
    Buffer.concat([head, bytes, Buffer.from('\n{"type":"event"}\n{}')]),
  )
  expect(items.map(({ type }) => type)).toEqual(['attachment', 'event'])
  expect(items[0]?.payload).toEqual(bytes)
})

test.each([
  ['nothing', '', 'The envelope has headers that are no JSON object.'],
  ['headers of another kind', '[]\n', 'The envelope has headers that are no JSON object.'],
  ['no JSON', '{}\nevent\n{}', 'Item 1 of the envelope has headers that are no JSON object.'],
  ['no type', '{}\n{}\n{}', 'Item 1 of the envelope has no "type".'],
  [
    'a payload that is cut off',
    '{}\n{"type":"event"}\n{}\n{"type":"event","length":500}\n{}',
    'Item 2 of the envelope is cut off: it is said to have 500 bytes, but 2 came.',
  ],
  [
    'a payload that is longer than said',
    '{}\n{"type":"event","length":1}\n{"a":1}',
    'Item 1 of the envelope goes on after the 1 bytes that it is said to have.',
  ],
  [
    'a length that is none',
    '{}\n{"type":"event","length":-1}\n{}',
    'Item 1 of the envelope has a "length" that is no number of bytes.',
  ],
  [
    'endless headers',
    `{"a":"${'x'.repeat(70_000)}"}`,
    'The envelope has a line of headers of more than 65536 bytes.',
  ],
  [
    'too many items',
    `{}\n${'{"type":"x"}\n{}\n'.repeat(1001)}`,
    'The envelope has more than 1000 items.',
  ],
])('it refuses %s', (_, text, message) => {
  expect(() => read(text)).toThrow(expect.objectContaining({ name: 'UserError', message }))
})

test('whatever comes, it answers or says what is wrong', () => {
  const line = fc.oneof(
    fc.json(),
    fc.string(),
    fc
      .record({ type: fc.string(), length: fc.oneof(fc.integer(), fc.double(), fc.string()) })
      .map(item => JSON.stringify(item)),
    fc.constant('{"type":"event","length":2}'),
  )
  const text = fc.array(line).map(lines => Buffer.from(lines.join('\n')))
  fc.assert(
    fc.property(fc.oneof(text, fc.uint8Array().map(Buffer.from)), bytes => {
      try {
        readEnvelope(bytes as Buffer)
      } catch (error) {
        expect(error).toBeInstanceOf(UserError)
      }
    }),
  )
})
