import { expect, test } from 'vitest'
import { openPace } from '#lib/alerting/outbox/pace.ts'

test('a burst goes at once, then so many a second, and a pause earns no more than the burst', () => {
  let now = 0
  const pace = openPace({ burst: 5, perSecond: 2 }, () => now)
  expect(pace.room()).toBe(5)
  pace.take(5)
  expect(pace.room()).toBe(0)
  now = 400
  expect(pace.room()).toBe(0)
  now = 1_500
  expect(pace.room()).toBe(3)
  pace.take(3)
  now = 100_000
  expect(pace.room()).toBe(5)
})
