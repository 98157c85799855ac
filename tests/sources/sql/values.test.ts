import fc from 'fast-check'
import { expect, test } from 'vitest'
import { exactNumber, isoTime, plainBytes, plainJson, plainNumber } from '#sources/sql/values.ts'

test.each([
  ['0', 0],
  ['-0', 0],
  ['42', 42],
  ['-7.50', -7.5],
  ['0.10', 0.1],
  ['1000', 1000],
  ['1.5e3', 1500],
  ['0.0000001', 1e-7],
  ['9007199254740991', 9007199254740991],
  ['9007199254740992', '9007199254740992'],
  ['9007199254740993', '9007199254740993'],
  ['-9223372036854775808', '-9223372036854775808'],
  ['12345678901234567890.123', '12345678901234567890.123'],
  ['0.1234567890123456789', '0.1234567890123456789'],
  ['NaN', 'NaN'],
  ['Infinity', 'Infinity'],
  ['', ''],
])('%s is given as %j', (text, expected) => {
  const given = exactNumber(text)
  // Minus nought and nought are one in a database.
  expect(given === 0 ? 0 : given).toBe(expected)
})

test('no decimal changes its value on the way', () => {
  const decimal = fc.tuple(fc.bigInt(-(10n ** 25n), 10n ** 25n), fc.nat(20))
  fc.assert(
    fc.property(decimal, ([digits, scale]) => {
      const text = digits.toString().replace(/(\d+)$/, all => {
        const padded = all.padStart(scale + 1, '0')
        return `${padded.slice(0, padded.length - scale)}.${padded.slice(padded.length - scale)}0`
      })
      const given = exactNumber(text)
      if (typeof given === 'string') return given === text
      return scaled(String(given), 45) === scaled(text, 45)
    }),
  )
})

/** A decimal text as a whole number of 10^-digits. */
function scaled(text: string, digits: number): bigint {
  const [, sign, whole = '', part = '', power = '0'] =
    /^(-?)(\d+)\.?(\d*)(?:e([+-]\d+))?$/.exec(text) ?? []
  const zeros = digits + Number(power) - part.length
  return BigInt(`${sign}${whole}${part}`) * 10n ** BigInt(zeros)
}

test('numbers inside JSON lose nothing either', () => {
  expect(plainJson('{"a":[1,9007199254740993,0.5],"b":"x"}')).toEqual({
    a: [1, '9007199254740993', 0.5],
    b: 'x',
  })
})

test.each([
  [1.5, 1.5],
  [Number.NaN, 'NaN'],
  [Number.NEGATIVE_INFINITY, '-Infinity'],
])('%d is given as %j', (number, expected) => expect(plainNumber(number)).toBe(expected))

test.each([
  ['2026-01-31 12:00:00.5', 'Z', '2026-01-31T12:00:00.5Z'],
  ['2026-01-31 12:00:00', '', '2026-01-31T12:00:00'],
  ['infinity', 'Z', 'infinity'],
  ['0000-00-00 00:00:00', '', '0000-00-00T00:00:00'],
])('the time %s%s is %s', (text, zone, expected) => expect(isoTime(text, zone)).toBe(expected))

test('bytes are given in hexadecimal', () => {
  expect(plainBytes(new Uint8Array([0, 255]))).toBe('\\x00ff')
})
