import { expect, test } from 'vitest'
import { formatBytes, formatNumber, shortNumber, withUnit } from '#app/_ui/number.ts'

test.each([
  [0, '0'],
  [24, '24'],
  [48210, '48,210'],
  [1048.7, '1,049'],
  [0.7132, '0.713'],
  [0.5, '0.500'],
  [-97.24, '-97.2'],
  [1.2e-7, '1.20e-7'],
  [3e18, '3.00e+18'],
])('%d is written %s', (value, text) => {
  expect(formatNumber(value)).toBe(text)
})

test('a unit stands behind the number, and nothing when there is none', () => {
  expect([withUnit(184, 'ms'), withUnit(184, '')]).toEqual(['184 ms', '184'])
})

test('an axis shortens large numbers', () => {
  expect([shortNumber(9_999), shortNumber(1_240_000)]).toEqual(['9,999', '1.2M'])
})

test.each([
  [0, '0 B'],
  [412, '412 B'],
  [38_912, '38 KiB'],
  [4_404_019, '4.20 MiB'],
])('%i bytes are %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text)
})
