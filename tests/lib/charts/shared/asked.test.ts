import { expect, test } from 'vitest'
import { panel } from '#lib/charts/panel.ts'
import { sizeOf, viewOf } from '#lib/charts/shared/asked.ts'

const now = new Date('2026-03-29T12:00:00Z')
const metrics = panel.parse({ kind: 'metrics', lines: [{ metric: 'orders' }], period: 'day' })
const text = panel.parse({ kind: 'text', text: 'hello' })

const asking = (query: Record<string, string>, chart = metrics, zone = 'UTC') =>
  viewOf(name => query[name], { panel: chart, range: '24h' }, { zone, now })
const timeOf = (query: Record<string, string>, zone?: string) => {
  const { from, to } = asking(query, metrics, zone)
  return [from.toISOString(), to.toISOString()]
}

test.each<[string, Record<string, string>, string, string]>([
  ['the time it was shared with', {}, '2026-03-28T12:00:00.000Z', '2026-03-29T12:00:00.000Z'],
  ['another range', { range: '2w' }, '2026-03-15T12:00:00.000Z', '2026-03-29T12:00:00.000Z'],
  [
    'two moments',
    { from: '1774000000000', to: '1774003600000', range: '6h' },
    ...(['2026-03-20T09:46:40.000Z', '2026-03-20T10:46:40.000Z'] as const),
  ],
  [
    'two days, both whole',
    { from_date: '2026-03-01', to_date: '2026-03-02' },
    ...(['2026-03-01T00:00:00.000Z', '2026-03-03T00:00:00.000Z'] as const),
  ],
  [
    'a day and whatever came since',
    { from_date: '2026-03-01' },
    ...(['2026-03-01T00:00:00.000Z', '2026-03-29T12:00:01.000Z'] as const),
  ],
])('%s is shown', (_, query, from, to) => {
  expect(timeOf(query)).toEqual([from, to])
})

test('days are those of the zone, also the one that is shorter', () => {
  const day = { from_date: '2026-03-29', to_date: '2026-03-29' }
  expect(timeOf(day, 'Europe/Zurich')).toEqual([
    '2026-03-28T23:00:00.000Z',
    '2026-03-29T22:00:00.000Z',
  ])
})

test.each<Record<string, string>>([
  { from_date: '2026-03-02', to_date: '2026-03-01' },
  { from_date: 'yesterday' },
  { from: '1774003600000', to: '1774000000000' },
  { from: '1774003600000' },
  { from: 'x', to: 'y' },
  { from: '1', to: '1e300' },
])('%j is no range', query => {
  expect(() => asking(query)).toThrow('Invalid date range')
})

test('a chart of metrics is drawn as it is asked for', () => {
  const query = { period: 'week', renderer: 'scatterplot', interpolation: 'step-after' }
  expect(asking(query).panel).toEqual({
    ...metrics,
    ...{ period: 'week', style: 'scatter', interpolation: 'step-after' },
  })
  expect(asking({}).panel).toEqual(metrics)
  expect(asking(query, text).panel).toEqual(text)
})

test.each([
  ['period', 'decade', 'You need specify name and period'],
  ['renderer', 'pie', 'renderer: is not known here'],
  ['interpolation', 'none', 'interpolation: is not known here'],
  ['range', '0d', 'range: is not known here'],
  ['range', '5', 'range: is not known here'],
])('%s=%s is refused', (name, value, message) => {
  expect(() => asking({ [name]: value })).toThrow(message)
})

test.each([
  [{}, { width: '100%', height: 400 }],
  [
    { width: '300', height: '200' },
    { width: 300, height: 200 },
  ],
  [
    { width: '"><script>', height: '99999' },
    { width: '100%', height: 400 },
  ],
])('%j is as large as %j', (query: Record<string, string>, size) => {
  expect(sizeOf(name => query[name], { width: '100%', height: 400 })).toEqual(size)
})
