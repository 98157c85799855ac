import { expect, test } from 'vitest'
import { changeInWords, changeOf, sorted } from '#app/_ui/panel-body/rows.ts'

const row = (value: string, total: number | null, before: number | null) => ({
  ...{ value, total, before, values: [] },
})
const rows = [row('web-10', 5, 10), row('web-2', 20, 10), row('web-3', null, 4)]

test.each([
  ['total', true, ['web-2', 'web-10', 'web-3']],
  ['total', false, ['web-10', 'web-2', 'web-3']],
  ['change', true, ['web-2', 'web-10', 'web-3']],
  ['value', false, ['web-2', 'web-3', 'web-10']],
] as const)('rows by %s, down: %s; without a number last', (key, isDown, order) => {
  expect(sorted(rows, { key, isDown }).map(({ value }) => value)).toEqual(order)
})

test.each([
  [15, 10, '+50 %'],
  [9.66, 10, '−3.4 %'],
  [10, 10, '±0 %'],
  [1_000, 10, '×100'],
  [-5, -10, '+50 %'],
  [5, 0, '–'],
  [null, 3, '–'],
])('%s after %s is %s', (now, before, words) => {
  expect(changeInWords(changeOf(now, before))).toBe(words)
})
