import { STORIES } from '#bin/demo/shop/traffic.ts'
import { type DashboardInput, dashboardInput } from '#lib/dashboards/schema.ts'

export const NAME = 'Demo: a shop'

/** What is worth seeing of the shop in `project`. */
export function shopDashboard(project: string): DashboardInput {
  const shown = { project, style: 'line' }
  const lines = (title: string, all: object[], more: object = {}) => ({
    ...{ w: 6, h: 7, panel: { kind: 'metrics', title, lines: all, ...shown, ...more } },
  })
  const number = (title: string, line: object, unit = '') => ({
    ...{ w: 3, h: 3, panel: { kind: 'number', title, line, project, unit } },
  })
  const failed = 'shop.payments.failed'
  const took = 'shop.request.duration'
  const panels = [
    number('Orders', { metric: 'shop.orders', filters: { status: 'paid' } }),
    number('Revenue', { metric: 'shop.revenue' }, '€'),
    number('Failed payments', { metric: failed }),
    number('95 of 100 pages within', { metric: took, view: 'p95' }, 'ms'),
    lines('Visits', [{ metric: 'shop.visits', by: 'device' }], { style: 'stack' }),
    lines('Orders', [{ metric: 'shop.orders', by: 'status' }]),
    lines('Failed payments', [{ metric: failed, by: 'reason' }], { style: 'bar' }),
    lines('How long pages take', [
      { metric: took, view: 'p50', label: 'half of them' },
      { metric: took, view: 'p95', label: '95 of 100' },
    ]),
    {
      ...{ w: 6, h: 7 },
      panel: {
        ...{ kind: 'table', title: 'Revenue by country', project, unit: '€' },
        line: { metric: 'shop.revenue', by: 'country' },
      },
    },
    lines('What waits', [{ metric: 'shop.queue.depth', by: 'queue' }]),
    { w: 12, h: 5, panel: { kind: 'text', title: 'The story', text: story() } },
  ]
  return dashboardInput.parse({ name: NAME, range: '24h', panels })
}

function story(): string {
  const told = Object.values(STORIES).map(({ from, told }) => `- **${clock(from)}** ${told}`)
  return [
    'A shop that sends its numbers as OpenTelemetry does, made up by `npx belfry demo metrics`.',
    `Every day, in UTC:\n\n${told.join('\n')}`,
  ].join(' ')
}

const clock = (minutes: number) =>
  [Math.floor(minutes / 60), minutes % 60].map(part => String(part).padStart(2, '0')).join(':')
