import type { MetricLine } from '#lib/charts/panel.ts'

type Named = Pick<MetricLine, 'metric' | 'filters' | 'view' | 'label'>

/** What a line is called: its label, or `took p95 (country: ch)`. */
export function nameOf({ metric, filters, view, label }: Named): string {
  if (label) return label
  const chosen = Object.entries(filters).map(([name, value]) => `${name}: ${value}`)
  return [metric, view === 'value' ? '' : view, chosen.length > 0 ? `(${chosen.join(', ')})` : '']
    .filter(Boolean)
    .join(' ')
}

/** What the line of one value is called; beside those of other metrics with the metric. */
export const nameOfValue = (line: Named, value: string, isAlone: boolean): string =>
  isAlone && !line.label ? value || NOTHING : `${nameOf(line)} ${value || NOTHING}`

const NOTHING = '(empty)'
