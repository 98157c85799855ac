import { expect, test } from 'vitest'
import { attemptsOf } from '#app/(signed-in)/streams/[id]/_log/attempts.ts'

const line = (id: number, pipeline: string, attempt: number) => ({
  ...{ id, pipeline, attempt, at: '2026-11-01T12:00:00Z', handler: null },
  ...{ level: 'info' as const, message: '' },
})

test('lines stand with their attempt, the last one first, also when a reset counts from the beginning', () => {
  const lines = [
    line(1, 'p', 1),
    line(2, 'p', 1),
    line(3, 'p', 2),
    line(4, 'p', 1),
    line(5, 'q', 1),
  ]
  const told = attemptsOf(lines).map(({ pipeline, attempt, lines }) => [
    ...[pipeline, attempt, lines.map(({ id }) => id)],
  ])
  expect(told).toEqual([
    ['q', 1, [5]],
    ['p', 1, [4]],
    ['p', 2, [3]],
    ['p', 1, [1, 2]],
  ])
})

test('nothing was said: no attempt', () => expect(attemptsOf([])).toEqual([]))
