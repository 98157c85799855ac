import { expect, test } from 'vitest'
import { itemsOf } from '#lib/items.ts'

test.each([
  ['no rows make an empty page, the last one', [], [], null],
  ['as many as fit are the last page', [1, 2], [1, 2], null],
  ['one more is not shown: the next page begins after the last that is', [1, 2, 3], [1, 2], '2'],
])('%s', (_, rows, items, next) => {
  expect(itemsOf(rows, 2, row => row)).toEqual({ items, next })
})
