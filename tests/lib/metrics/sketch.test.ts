import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addTo, type Bins, binOf, quantile } from '#lib/metrics/sketch.ts'

const sketch = (values: readonly number[]): Bins => {
  const bins: Bins = new Map()
  for (const value of values) addTo(bins, binOf(value), 1)
  return bins
}

test('percentiles of a thousand values are off by one percent at most', () => {
  const bins = sketch(Array.from({ length: 1000 }, (_, i) => i + 1))
  for (const share of [0, 0.25, 0.5, 0.95, 0.99, 1]) {
    const exact = Math.floor(share * 999) + 1
    expect(Math.abs((quantile(bins, share) ?? 0) - exact) / exact).toBeLessThanOrEqual(0.0101)
  }
})

test('zero, and what is below it, have their places', () => {
  const bins = sketch([-100, -1, 0, 0, 1, 100])
  expect(quantile(bins, 0)).toBeCloseTo(-100, -1)
  expect(quantile(bins, 0.5)).toBe(0)
  expect(quantile(bins, 1)).toBeCloseTo(100, -1)
})

test('of nothing there is no percentile', () => {
  expect(quantile([], 0.5)).toBeNull()
})

test('bins are in the order of their values, and few', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true }), fc.double({ noNaN: true }), (a, b) => {
      if (a < b) expect(binOf(a)).toBeLessThanOrEqual(binOf(b))
      expect(Math.abs(binOf(a))).toBeLessThan(13_000)
      expect(Number.isInteger(binOf(a))).toBe(true)
    }),
  )
})
