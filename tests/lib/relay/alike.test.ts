import { expect, test } from 'vitest'
import { openAlike } from '#lib/relay/taking/alike.ts'

const update = {
  name: 'hits',
  kind: 'counter' as const,
  value: 1,
  times: 1,
  at: 100.2,
  filters: [],
}

test('what is the same within a second is one that stands for several', () => {
  const alike = openAlike()
  const filters = [{ name: 'shop', values: ['eu'] }]
  expect(alike.add(update)).toBe(true)
  expect(alike.add({ ...update, at: 100.9 })).toBe(false)
  alike.add({ ...update, times: 10 })
  for (const other of [{ at: 101 }, { value: 2 }, { name: 'other' }, { filters }])
    expect(alike.add({ ...update, ...other })).toBe(true)
  expect(alike.all().map(({ times }) => times)).toEqual([12, 1, 1, 1, 1])
  expect(alike.size()).toBe(5)
})

test('a gauge keeps every value, in their order', () => {
  const alike = openAlike()
  for (const value of [5, 3, 5]) alike.add({ ...update, kind: 'gauge', value })
  expect(alike.all().map(({ value }) => value)).toEqual([5, 3, 5])
})
