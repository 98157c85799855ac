import { expect, test } from 'vitest'
import { randomFrom } from '#bench/parts/random.ts'
import { type Sample, slopeOf } from '#bench/soak/slope.ts'

/** An hour of samples, each five seconds. */
const samplesOf = (valueAt: (i: number) => number): Sample[] =>
  Array.from({ length: 720 }, (_, i) => ({ hours: i / 720, value: valueAt(i) }))
const random = randomFrom(1)
const sawtooth = (i: number) => (i % 50) + random(100) / 100

test('what goes up and down between collections does not rise', () => {
  expect(Math.abs(slopeOf(samplesOf(i => 100 + sawtooth(i))))).toBeLessThan(1)
})

test('what is not given back is seen below what goes up and down', () => {
  expect(slopeOf(samplesOf(i => 100 + sawtooth(i) + i / 72))).toBeCloseTo(10, 0)
})

test('one single rise, as when a cache fills, is no slope', () => {
  expect(Math.abs(slopeOf(samplesOf(i => (i < 60 ? 100 : 150) + sawtooth(i))))).toBeLessThan(1)
})

test('without samples there is no slope', () => {
  expect(slopeOf([])).toBe(0)
})
