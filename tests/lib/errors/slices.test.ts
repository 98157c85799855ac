import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Entry, overTime, SLICE_NAMES, SLICES, startOf } from '#lib/errors/slices.ts'

const second = fc.integer({ min: 0, max: 4_000 })
const entries = fc.array(fc.tuple(second, fc.integer({ min: 1, max: 50 })))

test('what is counted over time is all that fell into the range', () => {
  fc.assert(
    fc.property(entries, second, second, fc.constantFrom(...SLICE_NAMES), (all, a, b, slice) => {
      const range = { from: Math.min(a, b), to: Math.max(a, b) }
      const within = all.filter(([at]) => at >= range.from && at <= range.to)
      expect(sum(overTime(all, slice, range))).toBe(sum(within))
    }),
  )
})

test('slices follow each other without a gap and begin at multiples of their length', () => {
  fc.assert(
    fc.property(entries, fc.constantFrom(...SLICE_NAMES), (all, slice) => {
      const starts = overTime(all, slice).map(([start]) => start)
      for (const [i, start] of starts.entries()) {
        expect(start).toBe(startOf(start, slice))
        if (i > 0) expect(start - (starts[i - 1] as number)).toBe(SLICES[slice])
      }
    }),
  )
})

test('nothing is no slices, and a range without anything is zeros', () => {
  expect(overTime([], 'minute')).toEqual([])
  expect(overTime([], 'minute', { from: 59, to: 60 })).toEqual([
    [0, 0],
    [60, 0],
  ])
})

const sum = (all: readonly Entry[]) => all.reduce((total, [, count]) => total + count, 0)
