import { expect, test } from 'vitest'
import { chartOf } from '#lib/charts/gottwall/embedded.ts'

const line = { metric_name: 'orders' }
const month = { metrics: [line], period: 'month' }

test('a chart has its lines, its period, its renderer and its name', () => {
  const filtered = { metric_name: 'visits', filter_name: 'country', filter_value: 'ch' }
  const body = {
    metrics: [line, filtered],
    period: 'week',
    renderer: 'scatterplot',
    name: ' Both ',
  }
  expect(chartOf('shop', body)).toMatchObject({
    name: 'Both',
    panel: {
      ...{ kind: 'metrics', project: 'shop', period: 'week', style: 'scatter' },
      lines: [
        { metric: 'orders', filters: {} },
        { metric: 'visits', filters: { country: 'ch' } },
      ],
    },
  })
})

test.each([[null], [''], [undefined]])('a filter that is %j is none', filter_name => {
  const { panel } = chartOf('shop', { ...month, metrics: [{ ...line, filter_name }] })
  expect(panel.lines[0]?.filters).toEqual({})
})

test.each([
  ['nothing', undefined],
  ['a text', 'month'],
  ['no metrics', { period: 'month' }],
  ['no period', { metrics: [line] }],
  ['an empty list', { ...month, metrics: [] }],
  ['a metric without a name', { ...month, metrics: [{}] }],
  ['more lines than can be told apart', { ...month, metrics: Array(21).fill(line) }],
])('%s is a bad request', (_, body) => {
  expect(() => chartOf('shop', body)).toThrow('Bad request')
})

test.each([
  ['period', { ...month, period: 'decade' }],
  ['renderer', { ...month, renderer: 'pie' }],
])('an unknown %s is told apart from it', (_, body) => {
  expect(() => chartOf('shop', body)).toThrow('You need specify name and period')
})
