import { expect, test } from 'vitest'
import { openRate } from '#lib/projects/intake/rate.ts'

const limits = (messagesPerSecond: number | null, bytesPerSecond: number | null = null) => ({
  ...{ messagesPerSecond, bytesPerSecond },
  ...{ signatures: 10, series: 10 },
})

test('a second’s worth is taken at once, and then as much as the time that passes', () => {
  const rate = openRate()
  const takes = (now: number) => rate.take(limits(10), 1, 0, now) === 0
  const taken = (from: number, to: number) =>
    Array.from({ length: 100 }, (_, i) => takes(from + ((to - from) * i) / 100)).filter(Boolean)
      .length
  expect(taken(1_000, 1_000)).toBe(10)
  expect(taken(1_000, 2_000)).toBe(9)
  expect(taken(60_000, 60_000)).toBe(10)
})

test('who is refused is told when it would be taken', () => {
  const rate = openRate()
  expect(rate.take(limits(10), 10, 0, 0)).toBe(0)
  const wait = rate.take(limits(10), 5, 0, 0)
  expect(wait).toBeCloseTo(0.5)
  expect(rate.take(limits(10), 5, 0, wait * 1000 + 1)).toBe(0)
})

test('more than a second’s worth is taken when nothing was before, and paid off afterwards', () => {
  const rate = openRate()
  expect(rate.take(limits(10), 100, 0, 0)).toBe(0)
  expect(rate.take(limits(10), 1, 0, 5_000)).toBeCloseTo(4.1)
  expect(rate.take(limits(10), 1, 0, 9_200)).toBe(0)
})

test('bytes and messages are limited each; what one refuses, the other does not count', () => {
  const rate = openRate()
  expect(rate.take(limits(10, 100), 1, 100, 0)).toBe(0)
  for (let i = 0; i < 20; i++) expect(rate.take(limits(10, 100), 1, 50, 0)).toBeCloseTo(0.5)
  for (let i = 0; i < 9; i++) expect(rate.take(limits(10, 100), 1, 0, 0)).toBe(0)
})

test('without limits everything is taken, and a clock that goes back gives nothing', () => {
  const rate = openRate()
  expect(rate.take(limits(null), 1e9, 1e12, 0)).toBe(0)
  expect(rate.take(limits(1), 1, 0, 10_000)).toBe(0)
  expect(rate.take(limits(1), 1, 0, 0)).toBeGreaterThan(0)
})
