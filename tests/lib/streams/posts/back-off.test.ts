import { expect, test } from 'vitest'
import { nextPost } from '#lib/streams/posts/back-off.ts'

const start = new Date('2026-01-01T00:00:00Z')
const secondsAfter = (attempts: number, status = '503', chance = 0) => {
  const next = nextPost({ attempts, createdAt: start }, status, start, chance)
  return next && (next.getTime() - start.getTime()) / 1000
}

test('waits grow from half a minute to ten minutes', () => {
  expect([1, 2, 3, 4, 5, 6, 50].map(attempts => secondsAfter(attempts))).toEqual([
    ...[30, 60, 120, 240, 480, 600, 600],
  ])
})

test('chance makes them up to a fifth shorter', () => {
  expect(secondsAfter(1, '503', 1)).toBe(24)
})

test.each([
  ['400', true],
  ['409', true],
  ['refused', true],
  ['401', false],
  ['404', false],
  ['429', false],
  ['500', false],
  ['timeout', false],
  ['settings', false],
])('%s is hopeless: %s', (status, hopeless) => {
  expect(secondsAfter(1, status) === null).toBe(hopeless)
})

test('they end after a hundred attempts, and after a day', () => {
  expect(secondsAfter(99)).toBe(600)
  expect(secondsAfter(100)).toBeNull()
  const later = (hours: number) => new Date(start.getTime() + hours * 3_600_000)
  expect(nextPost({ attempts: 5, createdAt: start }, '503', later(23.8), 0)).not.toBeNull()
  expect(nextPost({ attempts: 5, createdAt: start }, '503', later(24), 0)).toBeNull()
})
