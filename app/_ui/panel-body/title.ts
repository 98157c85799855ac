import type { MetricLine, Panel } from '#lib/charts/panel.ts'

/** What a panel is called: as somebody named it, or after what it shows. */
export function titleOf(panel: Panel): string {
  if (panel.title) return panel.title
  switch (panel.kind) {
    case 'metrics':
      return [...new Set(panel.lines.map(nameOf))].join(', ')
    case 'table':
      return `${panel.line.metric} by ${panel.line.by}`
    case 'number':
      return nameOf(panel.line)
    case 'monitor':
      return panel.monitor
    case 'monitors':
      return panel.tag ? `Monitors tagged ${panel.tag}` : 'Monitors'
    case 'errors':
      return panel.project ? `Errors of ${panel.project}` : 'Errors'
    case 'text':
      return ''
  }
}

const nameOf = ({ label, metric }: Pick<MetricLine, 'label' | 'metric'>) => label || metric
