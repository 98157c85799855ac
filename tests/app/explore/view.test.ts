import { expect, test } from 'vitest'
import type { Query } from '#app/_ui/query.ts'
import { withQuery } from '#app/_ui/query.ts'
import { csvHref } from '#app/(signed-in)/explore/_chart/csv.ts'
import { withLines } from '#app/(signed-in)/explore/_lines/address.ts'
import { linesOf } from '#app/(signed-in)/explore/_lines/asked.ts'
import { chartOf, tableOf, viewOf } from '#app/(signed-in)/explore/view.ts'
import { type MetricLine, panel } from '#lib/charts/panel.ts'

const now = new Date('2026-11-21T12:00:00Z')
const shown = (query: Query) => ({ ...viewOf(query, now), project: 'default' })
const two = {
  ...{ metric: 'orders', 'where.country': 'de', by: 'device' },
  ...{ '2.metric': 'visits', '2.view': 'rate', '2.kind': 'counter' },
}
const lines: MetricLine[] = [
  { metric: 'orders', filters: { country: 'de' }, by: 'device', view: 'value' },
  { metric: 'visits', filters: {}, view: 'rate', kind: 'counter' },
]

test('lines stand in an address, further ones with their number', () => {
  expect(linesOf(two)).toEqual(lines)
})

const odd: MetricLine = {
  ...{ metric: 'a.b c&d', view: 'p95', most: 3, label: '2.metric' },
  filters: { 'x.y=1': '', z: '==', constructor: 'ä' },
}

test.each([[lines], [[odd]], [[odd, ...lines]], [[]]])(
  'an address of lines leads to the same lines, whatever their names: %j',
  each => {
    const address = withQuery('/explore', { ...two, range: '6h' }, withLines(two, each))
    const query = Object.fromEntries(new URL(address, 'http://x').searchParams)
    expect(linesOf(query)).toEqual(each)
  },
)

test('a line that is taken out leaves nothing in the address', () => {
  const address = withQuery('/explore', two, withLines(two, lines.slice(1)))
  expect(address).toBe('/explore?metric=visits&kind=counter&view=rate')
})

test.each([
  [{ metric: 'x', view: 'median' }],
  [{ view: 'rate' }],
  [{ metric: 'x', kind: 'guess' }],
  [{ metric: 'x'.repeat(300) }],
  [{ metric: 'x', most: 'many' }],
])('%o is no line', query => {
  expect(linesOf(query)).toEqual([])
})

test('what makes no sense in an address is left aside', () => {
  expect(shown({ style: 'pie', curve: 'wild', period: 'fortnight', range: '9h' })).toMatchObject({
    ...{ style: 'line', interpolation: 'linear', period: undefined, lines: [] },
    ...{ range: { key: '6h' }, isFollowing: true, compare: false },
  })
})

test('every view with a line is a panel that can be kept', () => {
  const view = shown({
    ...two,
    style: 'stack',
    compare: 'on',
    unit: ' ms ',
    metric: 'o'.repeat(250),
  })
  expect(panel.safeParse(chartOf(view)).error).toBeUndefined()
  expect(panel.safeParse(tableOf(view)).error).toBeUndefined()
  expect(chartOf(shown(two)).title).toBe('orders (country: de) by device and 1 more')
})

test('there is a table where one line is drawn by a filter, not of two', () => {
  expect(tableOf(shown(two))).toMatchObject({ kind: 'table', line: { by: 'device' } })
  expect(tableOf(shown({ ...two, '2.by': 'device' }))).toBeNull()
  expect(tableOf(shown({ metric: 'orders' }))).toBeNull()
})

test('the CSV of a line is of what its chart shows', () => {
  const chart = { from: 1_000_000, to: 2_000_000, period: 'hour' as const }
  const href = (line: MetricLine) => csvHref(line, { project: 'shop', chart, compare: true })
  expect(lines.map(href)).toEqual([
    '/api/metrics/dataset.csv?project=shop&name=orders&view=value&period=hour&filters=%7B%22country%22%3A%22de%22%7D&from_date=1000&to_date=1999&filter_name=device',
    '/api/metrics/stats.csv?project=shop&name=visits&kind=counter&view=rate&period=hour&from_date=1000&to_date=1999&compare=true',
  ])
})
