import { decode, encode } from '@msgpack/msgpack'
import { assert, constantFrom, jsonValue, pre, property, uint8Array } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { UserError } from '#lib/failures.ts'
import { openMessageStream, readMessage, readMessages } from '#lib/msgpack/read.ts'
import { Double, writeMessage } from '#lib/msgpack/write.ts'

const bytes = (hex: string) => Buffer.from(hex.replaceAll(' ', ''), 'hex')
const written = (value: unknown) => writeMessage(value).toString('hex')
/** JSON has no negative zero. */
const plain = (value: unknown) => JSON.parse(JSON.stringify(value))

test('what others write in the new style is read', () => {
  assert(
    property(jsonValue(), value => {
      expect(plain(readMessage(encode(value)))).toEqual(plain(value))
    }),
  )
})

test('what is written in the old style, others read, and we do', () => {
  assert(
    property(jsonValue(), value => {
      // The library refuses that name.
      pre(!JSON.stringify(value).includes('__proto__'))
      const old = writeMessage(value)
      expect(plain(decode(old))).toEqual(plain(value))
      expect(plain(readMessage(old))).toEqual(plain(value))
    }),
  )
})

describe('written in the old style', () => {
  test.each([
    ['a short text', 'request', 'a7 72657175657374'],
    [
      'a text of 32 bytes, which has no length of one byte',
      'x'.repeat(32),
      `da0020${'78'.repeat(32)}`,
    ],
    ['a text of more than 65535 bytes', 'y'.repeat(65_536), `db00010000${'79'.repeat(65_536)}`],
    ['a text that is not ASCII', 'café', 'a5 636166c3a9'],
    ['bytes, as text', Uint8Array.of(1, 255), 'a2 01ff'],
    [
      'the smallest form of a number',
      [0, 127, 128, 256, 65_536, 2 ** 32],
      '96 00 7f cc80 cd0100 ce00010000 cf0000000100000000',
    ],
    [
      'and of a negative one',
      [-1, -32, -33, -129, -32_769, -(2 ** 31) - 1],
      '96 ff e0 d0df d1ff7f d2ffff7fff d3ffffffff7fffffff',
    ],
    ['a whole number that is a double', new Double(10), 'cb 4024000000000000'],
    ['a time, as seconds', new Date(1_500), 'cb 3ff8000000000000'],
    [
      'more than 64 bits, as text',
      2n ** 64n,
      `b4${Buffer.from('18446744073709551616').toString('hex')}`,
    ],
    ['what is undefined, not at all', { a: undefined, b: [undefined] }, '81 a162 91 c0'],
  ])('%s', (_, value, hex) => expect(written(value)).toBe(hex.replaceAll(' ', '')))

  test('a circle is refused', () => {
    const circle: Record<string, unknown> = {}
    circle.again = circle
    expect(() => writeMessage(circle)).toThrow(UserError)
  })
})

describe('read as JSON has it', () => {
  test.each([
    ['bytes that are a text', 'c403 616263', 'abc'],
    ['other bytes, as base64', 'c402 fffe', '//4='],
    ['a time of 4 bytes', 'd6ff 00000002', 2],
    ['a time of 8 bytes', 'd7ff 77359400 00000002', 2.5],
    ['a time of 12 bytes, before 1970', 'c70cff 1dcd6500 ffffffffffffffff', -0.5],
    ['another extension, as base64', 'd5 05 fffe', '//4='],
    ['an integer that no double holds, as its digits', 'cf 0020000000000001', '9007199254740993'],
    ['a negative one', 'd3 ffdfffffffffffff', '-9007199254740993'],
    ['a number that JSON has not', 'cb 7ff0000000000000', null],
    ['a key that is a number', '81 01 a161', { 1: 'a' }],
    ['a key that is a list', '81 92 01 02 c0', { '[1,2]': null }],
    ['a text that is not UTF-8', 'a2 61ff', 'a\uFFFD'],
  ])('%s', (_, hex, value) => expect(readMessage(bytes(hex))).toEqual(value))

  test('a key that names the prototype is a key like any other', () => {
    const map = readMessage(bytes('81 a9 5f5f70726f746f5f5f 81 a178 01')) as object
    expect(Object.keys(map)).toEqual(['__proto__'])
    expect((map as { x?: unknown }).x).toBeUndefined()
  })
})

describe('what cannot be read is told with its place', () => {
  test.each([
    ['nothing at all', '', 'it breaks off at byte 0'],
    ['a text that breaks off', 'a5 6162', 'it breaks off at byte 1'],
    ['a kind that there is not', 'c1', 'a value of a kind that there is not at byte 1'],
    ['something behind the value', 'c0 c0', 'something follows the value at byte 1'],
    ['a list that claims four thousand million values', 'dd ffffffff', 'it breaks off at byte 5'],
    ['too much nesting', '91'.repeat(5_000), 'it is nested too deeply at byte 201'],
  ])('%s', (_, hex, message) => {
    const said = `The MessagePack cannot be read: ${message}.`
    expect(() => readMessage(bytes(hex))).toThrow(new UserError(said))
  })

  test('more values than one may have', () => {
    const list = Buffer.alloc(1_000_005, 0xc0)
    list.writeUInt8(0xdd)
    list.writeUInt32BE(1_000_000, 1)
    expect(() => readMessage(list)).toThrow(/too many others in it/)
  })

  test('whatever the bytes are, they are read or refused', () => {
    assert(
      property(uint8Array({ maxLength: 64 }), given => {
        try {
          JSON.stringify(readMessage(given))
        } catch (error) {
          expect(error).toBeInstanceOf(UserError)
        }
      }),
    )
  })
})

test('values one after another are read until one cannot be', () => {
  const values = readMessages(bytes('01 a161 c1 02'))
  expect([values.next().value, values.next().value]).toEqual([1, 'a'])
  expect(() => values.next()).toThrow(UserError)
})

test('a stream gives the same values however it is cut', () => {
  const given = [{ a: 1 }, 'text '.repeat(40), [1.5, null, -7]]
  const all = Buffer.concat(given.map(writeMessage))
  assert(
    property(constantFrom(1, 2, 3, 7, 64, 1_000), size => {
      const stream = openMessageStream()
      const read: unknown[] = []
      for (let at = 0; at < all.length; at += size)
        read.push(...stream.read(all.subarray(at, at + size)))
      stream.end()
      expect(read).toEqual(given)
    }),
  )
})

test('a stream that breaks off, or has a value that is too long, says so', () => {
  const broken = openMessageStream()
  expect(broken.read(bytes('01 a5 61'))).toEqual([1])
  expect(() => broken.end()).toThrow(/breaks off/)
  expect(() => openMessageStream().read(bytes('db 00900000'))).toThrow(/too long/)
})
