import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { watchClock } from '#lib/runs/clock.ts'

const clock = { wallMs: 0, steadyMs: 0, wall: () => clock.wallMs, steady: () => clock.steadyMs }
let jumps: number[] = []
let stop: () => void

beforeEach(() => {
  vi.useFakeTimers()
  Object.assign(clock, { wallMs: 1_000_000, steadyMs: 5_000 })
  jumps = []
  stop = watchClock(byMs => jumps.push(byMs), clock)
})
afterEach(() => {
  stop()
  vi.useRealTimers()
})

function pass(wallMs: number, steadyMs: number) {
  clock.wallMs += wallMs
  clock.steadyMs += steadyMs
  vi.advanceTimersByTime(500)
}

test.each([
  ['time that just passes', 60_000, 60_000, []],
  ['a clock that is slewed', 60_900, 60_000, []],
  ['a clock that was set forward, or a machine that slept', 7_200_500, 500, [7_200_000]],
  ['a clock that was set back', -3_599_500, 500, [-3_600_000]],
])('%s', (_, wallMs, steadyMs, expected) => {
  pass(wallMs, steadyMs)
  expect(jumps).toEqual(expected)
})

test('a jump is told once', () => {
  pass(3_600_000, 0)
  pass(500, 500)
  expect(jumps).toEqual([3_600_000])
})
