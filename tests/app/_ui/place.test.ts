import { expect, test } from 'vitest'
import { placeOf } from '#app/_ui/panel-menu/place.ts'
import { viewOf } from '#app/(signed-in)/explore/view.ts'
import { panel } from '#lib/charts/panel.ts'

const hour = { range: '1h' }
const hrefOf = (given: object) => placeOf(panel.parse(given), hour)?.href

test('a chart of metrics leads to the explorer, which shows the same', () => {
  const chart = panel.parse({
    ...{ kind: 'metrics', project: 'shop', unit: '€', compare: true },
    lines: [
      { metric: 'orders', filters: { country: 'de' }, by: 'device' },
      { metric: 'time & money', view: 'p95', label: 'slow' },
    ],
    ...{ style: 'stack', interpolation: 'step-after', period: 'day' },
  })
  const address = new URL(placeOf(chart, hour)?.href ?? '', 'http://belfry')
  const view = viewOf(Object.fromEntries(address.searchParams), new Date())
  const { kind, title, ...shown } = chart as typeof chart & { title: string }
  expect(view).toMatchObject({ ...shown, range: { key: '1h' } })
})

test.each([
  [{ kind: 'number', project: 'shop', line: { metric: 'orders' } }, /^\/explore\?.*metric=orders/],
  [{ kind: 'monitor', monitor: 'A & B' }, /^\/monitors\?q=A\+%26\+B$/],
  [{ kind: 'monitors', tag: 'web' }, /^\/monitors\?tag=web$/],
  [{ kind: 'monitors' }, /^\/monitors$/],
  [
    { kind: 'errors', q: 'timeout', project: 'shop' },
    /^\/errors\?project=shop&q=timeout&state=all&range=1h$/,
  ],
  [{ kind: 'errors', signature: 7 }, /^\/errors\/7\?range=1h$/],
])('%j leads to where more about it is', (given, href) => {
  expect(hrefOf(given)).toMatch(href)
})

test('words lead nowhere', () => {
  expect(hrefOf({ kind: 'text', text: 'x' })).toBeUndefined()
})
