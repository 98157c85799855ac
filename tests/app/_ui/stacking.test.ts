import { expect, test } from 'vitest'
import { bucketAt, heights, type Layer, layerAt } from '#app/_ui/chart/stacking.ts'

const layer = (key: string, counts: number[]): Layer => ({ key, name: key, color: '--ok', counts })
const layers = [layer('a', [1, 0, 3]), layer('b', [2, 5, 0]), layer('c', [1, 1, 1])]

test('each layer stands on those below it', () => {
  expect(heights(layers, new Set())).toEqual([
    [1, 0, 3],
    [3, 5, 3],
    [4, 6, 4],
  ])
})

test('a hidden layer takes no room', () => {
  expect(heights(layers, new Set(['a', 'c']))).toEqual([[], [2, 5, 0], [2, 5, 0]])
})

test.each([
  [0, 0.5, 0],
  [0, 2, 1],
  [0, 3.5, 2],
  [0, 9, -1],
  [1, 0.5, 1],
  [2, 3.5, 2],
])('in bucket %i at height %f is layer %i', (bucket, height, expected) => {
  expect(layerAt(heights(layers, new Set()), bucket, height)).toBe(expected)
})

test('a hidden layer is nowhere', () => {
  expect(layerAt(heights(layers, new Set(['a'])), 0, 0.5)).toBe(1)
})

test('a time lies in the bucket that begins before it', () => {
  const stack = { from: 0, to: 40, sliceMs: 10, times: [10, 20, 30], layers }
  expect([9, 10, 19, 35, 40].map(at => bucketAt(stack, at))).toEqual([null, 0, 0, 2, null])
})
