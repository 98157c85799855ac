import type { MetricLine, Panel, PanelKind } from '#lib/charts/panel.ts'

/** What can be put on a dashboard, in words. */
export const KINDS: { kind: PanelKind; label: string; description: string }[] = [
  { kind: 'metrics', label: 'Chart of metrics', description: 'Lines, areas or bars over time' },
  { kind: 'number', label: 'Number', description: 'One value, and what it was before' },
  { kind: 'table', label: 'Table', description: 'A metric by the values of a filter' },
  { kind: 'monitor', label: 'Monitor', description: 'Its values and states over time' },
  { kind: 'monitors', label: 'States of monitors', description: 'All, by tag, or chosen ones' },
  { kind: 'errors', label: 'Errors', description: 'Counted over time, by signature' },
  { kind: 'text', label: 'Text', description: 'Words in markdown' },
]

const LINE: MetricLine = { metric: '', filters: {}, view: 'value' }

/** A panel to be filled in. */
export function newPanel(kind: PanelKind, project: string): Panel {
  const metric = { title: '', project, unit: '' }
  switch (kind) {
    case 'metrics': {
      const look = { style: 'line', interpolation: 'linear', compare: false } as const
      return { kind, ...metric, lines: [LINE], ...look }
    }
    case 'table':
      return { kind, ...metric, line: { ...LINE, by: '' }, compare: false }
    case 'number':
      return { kind, ...metric, line: LINE, compare: true }
    case 'monitor':
      return { kind, title: '', monitor: '' }
    case 'monitors':
      return { kind, title: '', names: [] }
    case 'errors':
      return { kind, title: '', q: '' }
    case 'text':
      return { kind, title: '', text: '' }
  }
}

export const kindInWords = (kind: PanelKind): string =>
  KINDS.find(one => one.kind === kind)?.label ?? kind
