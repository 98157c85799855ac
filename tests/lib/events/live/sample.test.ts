import { expect, test } from 'vitest'
import { openSample } from '#lib/events/live/sample.ts'

/** A sample of numbers under a clock that is set. */
function world(perSecond: number) {
  let now = 0
  const sample = openSample<number>(perSecond, { now: () => now })
  return {
    add: (from: number, count: number, bytes = 1) => {
      for (let i = 0; i < count; i++) sample.add(from + i, bytes)
    },
    takeAfter(ms: number) {
      now += ms
      return sample.take()
    },
  }
}

test('what there is room for is kept whole, in its order', () => {
  const { add, takeAfter } = world(200)
  add(0, 200)
  expect(takeAfter(250)).toEqual(Array.from({ length: 200 }, (_, i) => i))
})

test('in the long run no more than so many a second are kept', () => {
  const { add, takeAfter } = world(200)
  let kept = 0
  for (let quarter = 0; quarter < 40; quarter++) {
    add(0, 1_000)
    kept += takeAfter(250).length
  }
  expect(kept).toBeGreaterThanOrEqual(2_000)
  expect(kept).toBeLessThanOrEqual(2_200)
})

test('each is as likely to be kept as every other', () => {
  const halves = { first: 0, second: 0 }
  for (let round = 0; round < 200; round++) {
    const { add, takeAfter } = world(50)
    add(0, 1_000)
    for (const number of takeAfter(250)) halves[number < 500 ? 'first' : 'second']++
  }
  // Ten thousand draws: their share is off by 5 % less often than once in 10^20.
  expect(halves.first + halves.second).toBe(10_000)
  expect(Math.abs(halves.first - halves.second)).toBeLessThan(1_000)
})

test('the order stays when later ones take the place of earlier ones', () => {
  const { add, takeAfter } = world(20)
  add(0, 1_000)
  const taken = takeAfter(250)
  expect(taken).toHaveLength(20)
  expect(taken).toEqual(taken.toSorted((a, b) => a - b))
})

test('what is too much to hold is left out', () => {
  const { add, takeAfter } = world(200)
  add(0, 10, 60 * 1024)
  expect(takeAfter(250)).toEqual([0, 1, 2, 3])
})
