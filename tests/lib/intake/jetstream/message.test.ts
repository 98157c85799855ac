import { zstdCompressSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { LINE_LENGTH, messagesOf, unpacked } from '#lib/intake/jetstream/message.ts'
import { readSubject, unitsOf } from '#lib/intake/jetstream/subjects.ts'

const line = (length: number) => `"${'x'.repeat(length - 2)}"`

test('what fits together is one message', () => {
  const messages = messagesOf(Buffer.from('{"a":1}\n{"b":2}\n'))
  expect(messages.map(message => unpacked(message).toString())).toEqual(['{"a":1}\n{"b":2}'])
})

test('what does not is cut between lines, in their order', () => {
  const lines = [line(LINE_LENGTH / 2), line(LINE_LENGTH / 2), line(10), line(LINE_LENGTH + 10)]
  const messages = messagesOf(Buffer.from(lines.join('\n')))
  expect(messages.map(message => unpacked(message).toString())).toEqual([
    lines[0],
    `${lines[1]}\n${lines[2]}`,
    lines[3],
  ])
})

test('a line of what packs badly is smaller than what a server takes', () => {
  let seed = 1
  const text = Array.from({ length: LINE_LENGTH }, () => {
    seed = (seed * 48_271) % 2_147_483_647
    return String.fromCharCode(0x4e00 + (seed % 0x5000))
  }).join('')
  const [message] = messagesOf(Buffer.from(text))
  expect(message?.length).toBeLessThan(1024 * 1024 - 1024)
})

test.each([
  ['is not packed', Buffer.from('{}')],
  ['unpacks to more than anybody sends', zstdCompressSync(Buffer.alloc(64 * 1024 * 1024))],
])('a message that %s is refused', (_, message) => {
  expect(() => unpacked(message)).toThrow('not packed as an intake does')
})

test.each([
  [unitsOf(12), { of: 'units', projectId: 12 }],
  ['belfry.errors', { of: 'errors', publicKey: undefined }],
  ['belfry.metrics.abc', { of: 'metrics', publicKey: 'abc' }],
  ['belfry.events.a.b', undefined],
  ['belfry.units.shop', undefined],
  ['belfry.else', undefined],
])('the subject %s stands for %j', (subject, expected) => {
  expect(readSubject(subject)).toEqual(expected)
})
