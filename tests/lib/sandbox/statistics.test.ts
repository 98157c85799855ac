import { expect, test } from 'vitest'
import { statistics } from '#lib/sandbox/scope/statistics.ts'

const { sum, mean, median, percentile, stdev, min, max } = statistics()

test.each([
  ['sum', sum([1, 2, 3.5]), 6.5],
  ['sum of nothing', sum([]), 0],
  ['mean', mean([1, 2, 6]), 3],
  ['median of an odd count', median([9, 1, 5]), 5],
  ['median of an even count', median([4, 1, 3, 2]), 2.5],
  ['percentile between two neighbours', percentile([10, 20, 30, 40], 90), 37],
  ['percentile 0 is the least', percentile([3, 1, 2], 0), 1],
  ['percentile 100 is the greatest', percentile([3, 1, 2], 100), 3],
  ['standard deviation of a population', stdev([2, 4, 4, 4, 5, 5, 7, 9]), 2],
  ['min', min([3, -1, 2]), -1],
  ['max', max([3, -1, 2]), 3],
])('%s', (_, got, expected) => {
  expect(got).toBeCloseTo(expected, 12)
})

test('gaps are left out', () => {
  expect(mean([1, null, undefined, Number.NaN, 3])).toBe(2)
  expect(max([null, -5])).toBe(-5)
})

test.each([mean, median, stdev, min, max])('of no numbers there is none', statistic => {
  expect(statistic([null])).toBeNaN()
})

test('the given array keeps its order', () => {
  const values = [3, 1, 2]
  median(values)
  expect(values).toEqual([3, 1, 2])
})

test('what is no array, or no per cent, is refused', () => {
  expect(() => mean('12')).toThrow('take an array of numbers')
  expect(() => percentile([1], 101)).toThrow('takes 0 to 100')
})
