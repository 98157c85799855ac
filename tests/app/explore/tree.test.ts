import { expect, test } from 'vitest'
import { filtersBeside, viewsOf, wordOf } from '#app/(signed-in)/explore/_lines/lines.ts'
import { type Item, rowsOf } from '#app/(signed-in)/explore/_tree/tree.ts'

const item = (name: string, kind: Item['kind'] = 'counter'): Item => ({ name, kind })
const few = ['host', 'shop', 'shop.cart.added', 'shop.cart.emptied', 'shop.orders'].map(name =>
  item(name),
)
const many = Array.from({ length: 100 }, (_, i) => item(`app.part-${i % 2}.n${i}`)).sort((a, b) =>
  a.name < b.name ? -1 : 1,
)

interface Asked {
  q?: string
  turned?: string[]
  shown?: string[]
}
const rows = (items: Item[], { q = '', turned = [], shown = [] }: Asked = {}) =>
  rowsOf(items, { q, turned: new Set(turned), shown }).map(
    row => `${' '.repeat(row.depth)}${row.label}${row.type === 'branch' ? ` (${row.count})` : ''}`,
  )

test('names that begin alike lie in a branch', () => {
  expect(rows(few)).toEqual([
    ...['host', 'shop', 'shop. (3)', ' cart. (2)', '  added', '  emptied', ' orders'],
  ])
})

test('a branch is closed by a turn', () => {
  expect(rows(few, { turned: ['shop.'] })).toEqual(['host', 'shop', 'shop. (3)'])
})

test('of many metrics branches are closed, but for those of what is shown', () => {
  expect(rows(many)).toEqual(['app. (100)'])
  expect(rows(many, { shown: ['app.part-1.n1'] }).slice(0, 4)).toEqual([
    ...['app. (100)', ' part-0. (50)', ' part-1. (50)', '  n1'],
  ])
})

test('what is searched for has all words, in open branches', () => {
  expect(rows(many, { q: 'PART-1 n9' })).toEqual([
    ...['app.part-1. (6)', ' n9', ' n91', ' n93', ' n95', ' n97', ' n99'],
  ])
  expect(rows(many, { q: 'nowhere' })).toEqual([])
})

test('a name that is counted in two ways has a row for each', () => {
  expect(
    rowsOf([item('took'), item('took', 'gauge')], { q: '', turned: new Set(), shown: [] }),
  ).toMatchObject([{ isOneOfSeveral: true }, { isOneOfSeveral: true, item: { kind: 'gauge' } }])
})

test('a name that ends with a divider is one like others', () => {
  expect(rows([item('a.'), item('b..c')])).toEqual(['a.', 'b..c'])
})

test('views are those that a kind has, once each', () => {
  expect(viewsOf('counter').map(({ label }) => label)).toEqual([
    ...['total', 'per second', 'how many', 'mean', 'min', 'max', 'last'],
  ])
  expect(viewsOf('distribution').map(({ value }) => value)).toContain('p99')
  expect(viewsOf('gauge').map(({ value }) => value)).not.toContain('last')
  expect([wordOf('gauge', 'value'), wordOf(undefined, 'value')]).toEqual(['last', 'value'])
})

test('filters beside others are those of a set that is counted together', () => {
  const sets = [
    ['country', 'device'],
    ['device', 'plan', 'country'],
  ]
  const names = ['country', 'device', 'host', 'plan']
  expect(filtersBeside(names, [], [])).toEqual(names)
  expect(filtersBeside(names, ['country'], sets)).toEqual(['device', 'plan'])
  expect(filtersBeside(names, ['host'], sets)).toEqual([])
})
