import fc from 'fast-check'
import { expect, test } from 'vitest'
import { FRAME_LIMIT } from '#lib/intake/syslog/framing.ts'
import { framesOf } from '#tests/lib/intake/syslog/read.ts'

const one = (text: string) => framesOf([Buffer.from(text, 'latin1')])
const counted = (text: string) => `${Buffer.byteLength(text)} ${text}`

test.each<[string, string, string[]]>([
  ['counted', '5 <1>ab7 <2>abcd', ['<1>ab', '<2>abcd']],
  ['counted, with line feeds inside', '6 <1>a\nb5 <2>ab', ['<1>a\nb', '<2>ab']],
  ['counted, each with a line feed after it', '4 <1>a\n4 <2>b\n', ['<1>a', '<2>b']],
  ['lines', '<1>ab\n<2>abcd\n', ['<1>ab', '<2>abcd']],
  ['lines of DOS', '<1>ab\r\n<2>cd\r\n', ['<1>ab', '<2>cd']],
  ['ended by NUL', '<1>ab\0<2>abcd\0', ['<1>ab', '<2>abcd']],
  ['ended by NUL and line feeds in turn', '<1>a\0<2>b\n<3>c\0', ['<1>a', '<2>b', '<3>c']],
  ['without a priority', 'ab\ncd\n', ['ab', 'cd']],
  ['both ways in turn', '<1>ab\n5 <2>cd<3>ef\n4 <4>g', ['<1>ab', '<2>cd', '<3>ef', '<4>g']],
  [
    'ended by NUL, with line feeds inside',
    '<1>a\0<2>b\n  c\n\0<3>d\0',
    ['<1>a', '<2>b\n  c', '<3>d'],
  ],
  ['empty ones', '\n\n\r\n\0<1>a\n\n', ['<1>a']],
  ['the last line without an end', '<1>a\n<2>b', ['<1>a', '<2>b']],
])('messages are told apart: %s', (_, stream, messages) => {
  expect(one(stream)).toEqual(messages)
})

test.each([
  ['a count that is no number', '12x <1>a'],
  ['a count of a negative number', '4-4 <1>a'],
  ['a date in place of a count', '2026-01-31 something failed'],
  ['zero', '0 <1>a'],
  ['a leading zero', '04 <1>a'],
  ['a count above the limit', '1048577 <1>a'],
  ['a count that no number can hold', '9'.repeat(400)],
  ['a count shorter than its message', '5 <1>abcdef\n'],
])('%s is a bad frame', (_, stream) => {
  const frames = one(`<7>before\n${stream}`)
  expect(frames[0]).toBe('<7>before')
  expect(frames.at(-1)).toMatch(/^bad: a count/)
})

test('a count longer than its message takes the next ones into it, and what is left is kept with a mark', () => {
  expect(one('9 <1>ab5 <2>cd')).toEqual([
    '<1>ab5 <2',
    'bad: a count and the length of its message do not agree',
  ])
  expect(one('90 <1>ab')).toEqual(['<1>ab… 5 the connection ended inside the message'])
})

test('a stream that ends inside a count has nothing to keep', () => {
  expect(one('<1>a\n12')).toEqual(['<1>a'])
  expect(one('<1>a\n12 ')).toEqual(['<1>a'])
})

test.each([
  ['a line', (text: string) => `${text}\n`],
  ['a counted message', counted],
])('%s beyond the limit is cut with a mark, and the next one is whole', (_, framed) => {
  const long = `<1>${'x'.repeat(FRAME_LIMIT * 3)}`
  expect(one(`${framed(long)}${framed('<2>b')}`)).toEqual([
    `${long.slice(0, 20)}… ${FRAME_LIMIT} cut at 64 KiB`,
    '<2>b',
  ])
})

test('of a line that never ends, only its beginning is kept', () => {
  const long = `<1>${'x'.repeat(FRAME_LIMIT * 2)}`
  expect(one(long)).toEqual([`${long.slice(0, 20)}… ${FRAME_LIMIT} cut at 64 KiB`])
})

test.each([
  ['a line', (text: string) => `${text}\n`],
  ['a counted message', counted],
])('%s of exactly the limit is whole', (_, framed) => {
  const long = `<1>${'x'.repeat(FRAME_LIMIT - 3)}`
  expect(one(`${framed(long)}${framed('<2>b')}`)).toEqual([long, '<2>b'])
})

/** Pieces of streams, good and bad, small enough that many meet in one. */
const piece = fc.oneof(
  fc.string({ maxLength: 30 }).map(counted),
  fc.string({ maxLength: 30 }).map(text => `<11>${text}\n`),
  fc.string({ maxLength: 30 }).map(text => `${text}\0`),
  fc.constantFrom(
    '\r\n',
    '\n<1',
    '\n',
    '<5>a\n',
    '12',
    '0',
    '1048577 ',
    `<1>${'long '.repeat(30_000)}\n`,
    '70000 ',
  ),
  fc.uint8Array({ maxLength: 30 }).map(bytes => Buffer.from(bytes).toString('latin1')),
)
const stream = fc
  .array(piece, { maxLength: 12 })
  .map(pieces => Buffer.from(pieces.join(''), 'latin1'))

test('however a stream is cut into chunks, its messages are the same', () => {
  fc.assert(
    fc.property(stream, fc.array(fc.nat(20_000), { minLength: 1 }), (bytes, cuts) => {
      expect(framesOf(chunksOf(bytes, cuts))).toEqual(framesOf([bytes]))
    }),
    { numRuns: 300 },
  )
})

test('single bytes give the same messages as the whole', () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 4 }), pieces => {
      const bytes = Buffer.from(pieces.join('').slice(0, 2_000), 'latin1')
      expect(framesOf(chunksOf(bytes, [0]))).toEqual(framesOf([bytes]))
    }),
  )
})

function chunksOf(bytes: Buffer, cuts: number[]): Buffer[] {
  const chunks: Buffer[] = []
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const size = 1 + (cuts[i % cuts.length] ?? 0)
    // A chunk of its own memory: what is held may not rely on it.
    chunks.push(Buffer.from(bytes.subarray(at, at + size)))
    at += size
  }
  return chunks
}
