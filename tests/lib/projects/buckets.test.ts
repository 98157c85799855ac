import { expect, test } from 'vitest'
import { bucketsOf } from '#lib/projects/intake/buckets.ts'

const at = (time: string) => new Date(`2026-01-05T${time}Z`)
const MINUTE_MS = 60_000

test.each([
  ['09:30:20', '10:30:20', 1, 61],
  ['10:00:00', '10:00:00', 1, 1],
  ['00:00:00', '03:00:00', 5, 37],
  ['00:00:00', '23:59:59', 15, 96],
])('%s to %s is in buckets of whole minutes', (from, to, minutes, count) => {
  const buckets = bucketsOf(at(from), at(to))
  expect([buckets.bucketMs / MINUTE_MS, buckets.times.length]).toEqual([minutes, count])
  expect(buckets.from.getTime()).toBeLessThanOrEqual(at(from).getTime())
  expect(buckets.to.getTime()).toBeGreaterThan(at(to).getTime())
})

test('however long the span is, there are not many', () => {
  const { times } = bucketsOf(new Date(0), new Date('2400-01-01'))
  expect(times.length).toBeLessThan(125)
})
