import { expect, test } from 'vitest'
import type { Drawn } from '#lib/charts/drawn.ts'
import { panel } from '#lib/charts/panel.ts'
import { drawnForAll, panelForAll } from '#lib/charts/shared/public.ts'

const SECRET = 'nightjar'
const line = { metric: SECRET, label: 'Orders', filters: { [SECRET]: SECRET } }

test.each([
  { kind: 'metrics', project: SECRET, lines: [line] },
  { kind: 'table', project: SECRET, line: { ...line, by: 'country' } },
  { kind: 'number', project: SECRET, line },
  { kind: 'monitor', monitor: SECRET },
  { kind: 'monitors', tag: SECRET, names: [SECRET] },
  { kind: 'errors', project: SECRET, q: SECRET, signature: 1 },
])('of %j only what is drawn is told', given => {
  const told = panelForAll(panel.parse({ ...given, title: SECRET }), 'Ours')
  expect(told.title).toBe('Ours')
  expect(JSON.stringify(told)).not.toContain(SECRET)
  expect(panel.parse(told)).toEqual(told)
})

const lines = (kind: 'metrics' | 'errors'): Drawn => ({
  ...{ kind, from: 0, to: 3, period: null, times: [1, 2], leftOut: 0, bands: [] },
  lines: [
    { name: 'a', values: [1, null], isBefore: false, href: '/errors/1' },
    { name: 'b', values: [2, 3], isBefore: false, href: '/errors/2' },
  ],
})

test('of errors everybody learns how many there are, not what they say', () => {
  expect(drawnForAll(lines('errors'))).toMatchObject({
    lines: [{ name: 'errors', values: [3, 3] }],
  })
})

test('nothing leads further in', () => {
  expect(JSON.stringify(drawnForAll(lines('metrics')))).not.toContain('href')
  const monitor = { name: 'a', state: 'OK' as const, since: null, value: null, unit: '' }
  const states: Drawn = { kind: 'monitors', monitors: [{ id: 7, ...monitor }], leftOut: 0 }
  expect(drawnForAll(states)).toMatchObject({ monitors: [{ id: null, name: 'a' }] })
})
