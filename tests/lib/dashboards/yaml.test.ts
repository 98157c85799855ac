import { expect, test } from 'vitest'
import { definitionOf } from '#lib/dashboards/definition.ts'
import { exampleDashboard } from '#lib/dashboards/examples.ts'
import { dashboardInput } from '#lib/dashboards/schema.ts'
import { dashboardsIn, yamlOf } from '#lib/dashboards/yaml.ts'

const panels = [
  {
    kind: 'metrics',
    title: 'Orders',
    lines: [{ metric: 'orders', by: 'country' }],
    style: 'stack',
  },
  { kind: 'table', line: { metric: 'orders', by: 'country', filters: { plan: 'pro' } } },
  { kind: 'number', line: { metric: 'orders' }, unit: '€', compare: false },
  { kind: 'monitor', monitor: 'Checkout latency' },
  { kind: 'monitors', tag: 'shop' },
  { kind: 'errors', project: 'shop', q: 'level:error' },
  { kind: 'text', text: 'Not a variable: ${HOME}.\n\n- a list\n' },
]
const shop = definitionOf(
  dashboardInput.parse({
    ...{ name: 'Shop: "orders" & more', description: 'All of it', groups: ['ops'], range: '7d' },
    panels: panels.map(panel => ({ panel })),
  }),
)

test('a dashboard with a panel of every kind comes back from its file as it was', () => {
  const stored = { ...shop, id: 7, version: 3, savedBy: 'ada' }
  expect(dashboardsIn(yamlOf([stored, exampleDashboard]))).toEqual([shop, exampleDashboard])
})

test('the file has no word too many', () => {
  const small = definitionOf(
    dashboardInput.parse({
      name: 'Small',
      panels: [{ panel: { kind: 'number', line: { metric: 'orders' } } }],
    }),
  )
  expect(yamlOf([small])).toBe(`dashboards:
  Small:
    panels:
      - id: p1
        x: 0
        y: 0
        w: 3
        h: 3
        panel:
          kind: number
          line:
            metric: orders
`)
})

test.each([
  [
    'a name alone',
    'dashboards: { Empty: }',
    'The file, line 1, dashboards.Empty: is not a map of fields.',
  ],
  ['a text', 'hello', 'The file, line 1: the file is not a map'],
  ['nothing', '', 'The file holds no dashboard.'],
  ['a sequence without end', '[[[[', 'The file, line 1:'],
  [
    'a kind of panel that is not known',
    'dashboards:\n  A:\n    panels:\n      - panel: { kind: pie }\n',
    'The file, line 4, dashboards.A.panels.0.panel.kind:',
  ],
  [
    'a field that is not known',
    'dashboards:\n  A:\n    colour: red\n',
    'The file, line 3, dashboards.A.colour: is not known here.',
  ],
  [
    'two panels of one id',
    `dashboards:\n  A:\n    panels:\n${'      - { id: a, panel: { kind: monitors } }\n'.repeat(2)}`,
    'The file, line 5, dashboards.A.panels.1.id: is the id of another.',
  ],
  [
    'a variable',
    'dashboards: { "${HOME}": {}, B: { description: "${HOME}" } }',
    'the environment has no HOME',
  ],
  [
    'a script from a file',
    'monitors: { A: { schedule: "@daily", scriptFile: /etc/passwd } }',
    'scriptFile: stands in another file.',
  ],
  [
    'more dashboards than anybody looks at',
    `dashboards: { ${Array.from({ length: 101 }, (_, i) => `d${i}: {}`).join(', ')} }`,
    'The file holds more than 100 dashboards.',
  ],
  [
    'something else beside it',
    'dashboards: { A: {} }\nmonitors: { B: { schedule: "@daily", script: return 1 } }',
    'The file declares more than dashboards',
  ],
])('a file with %s is refused', (_, text, problem) => {
  expect(() => dashboardsIn(text)).toThrow(problem)
})

test('a file is refused before it is read when it is longer than a moment takes', () => {
  const text = `dashboards:\n  A: { description: "${'x'.repeat(256 * 1024)}" }`
  expect(() => dashboardsIn(text)).toThrow('longer than 256 KiB')
})

test.each([
  ['brackets', '['.repeat(30_000)],
  ['lists', '- '.repeat(30_000)],
  ['maps', `dashboards: ${'{ a: '.repeat(60)}${'}'.repeat(60)}`],
])('a file of %s within each other is refused', (_, text) => {
  expect(() => dashboardsIn(text)).toThrow('nested too deeply')
})

test('a file that grows without bound while it is read is refused', () => {
  const bomb = Array.from({ length: 9 }, (_, i) =>
    i === 0
      ? 'l0: &l0 [x, x]'
      : `l${i}: &l${i} [${Array(9)
          .fill(`*l${i - 1}`)
          .join(', ')}]`,
  ).join('\n')
  expect(() => dashboardsIn(bomb)).toThrow('Excessive alias count')
})
