import { expect, test } from 'vitest'
import {
  type HeldRows,
  release,
  SHOWN_LIMIT,
  take,
} from '#app/(signed-in)/errors/live/held-rows.ts'
import type { NewestError } from '#lib/errors/live/schema.ts'

const error = (id: number): NewestError => ({
  ...{ id, signatureId: 1, at: '2026-01-05T10:00:00.000Z', project: 'default', level: 'error' },
  ...{ host: 'web-1', program: 'try', message: `error ${id}` },
})
const errors = (...ids: number[]) => ids.map(error)
const idsOf = ({ shown, waiting }: HeldRows) =>
  [shown, waiting].map(rows => rows.map(row => row.id))
const begin: HeldRows = { shown: errors(2, 1), waiting: [] }

test('what comes is shown above what is there', () => {
  expect(idsOf(take(begin, errors(4, 3), false))).toEqual([[4, 3, 2, 1], []])
})

test('while it is held, what comes waits until it is shown', () => {
  const held = take(take(begin, errors(3, 2), true), errors(4, 3), true)
  expect(idsOf(held)).toEqual([
    [2, 1],
    [4, 3],
  ])
  expect(idsOf(release(held))).toEqual([[4, 3, 2, 1], []])
  expect(idsOf(take(held, errors(4), false))).toEqual([[4, 3, 2, 1], []])
})

test('one that was committed late finds its place', () => {
  expect(idsOf(take({ shown: errors(4, 2), waiting: [] }, errors(4, 3, 2), false))).toEqual([
    [4, 3, 2],
    [],
  ])
})

test('nothing new changes nothing, so that nothing is drawn again', () => {
  expect(take(begin, errors(2, 1), false)).toBe(begin)
})

test('however much comes, only so many rows are kept', () => {
  const many = Array.from({ length: SHOWN_LIMIT + 50 }, (_, index) => error(index + 1))
  const rows = take(begin, many, false)
  expect(rows.shown).toHaveLength(SHOWN_LIMIT)
  expect(rows.shown[0]?.id).toBe(SHOWN_LIMIT + 50)
})
