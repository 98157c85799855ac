import { expect, test } from 'vitest'
import { GIVE_UP_AFTER_MS, nextAttempt } from '#lib/alerting/back-off.ts'

const queued = new Date('2026-01-01T00:00:00Z')
const after = (ms: number) => new Date(queued.getTime() + ms)
const waitOf = (attempts: number, chance = 0) =>
  Number(nextAttempt({ attempts, createdAt: queued }, queued, chance)) - queued.getTime()

test.each([
  ['the first', 1, 10_000],
  ['the second', 2, 20_000],
  ['the third', 3, 40_000],
  ['the eighth', 8, 1_280_000],
  ['the ninth', 9, 1_800_000],
  ['the thousandth', 1_000, 1_800_000],
])('after %s failure it waits its time, half an hour at most', (_, attempts, waitMs) => {
  expect(waitOf(attempts)).toBe(waitMs)
})

test('chance takes up to a fifth off, so that those that failed together come back apart', () => {
  expect(waitOf(1, 1)).toBe(8_000)
  expect(waitOf(9, 0.5)).toBe(1_620_000)
})

test.each([
  ['the next try is just within the day', GIVE_UP_AFTER_MS - 1_800_000, true],
  ['the next try would be after it', GIVE_UP_AFTER_MS - 1_800_000 + 1, false],
])('a day after it was queued there is no other try: %s', (_, ageMs, isTried) => {
  const next = nextAttempt({ attempts: 50, createdAt: queued }, after(ageMs), 0)
  expect(next !== null).toBe(isTried)
})

test('about sixty tries fit into the day', () => {
  let tries = 1
  for (let at: Date | null = queued; at; tries++)
    at = nextAttempt({ attempts: tries, createdAt: queued }, at, 0)
  expect(tries).toBeGreaterThan(50)
  expect(tries).toBeLessThan(70)
})
