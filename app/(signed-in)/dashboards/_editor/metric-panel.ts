import type { MetricLine, PanelOf } from '#lib/charts/panel.ts'

export type MetricPanel = PanelOf<'metrics'> | PanelOf<'table'> | PanelOf<'number'>

export const linesOf = (panel: MetricPanel): MetricLine[] =>
  panel.kind === 'metrics' ? panel.lines : [panel.line]

/** The same panel with these lines; of what shows one metric only, the first. */
export function withLines(panel: MetricPanel, lines: MetricLine[]): MetricPanel {
  const [line = { metric: '', filters: {}, view: 'value' as const }] = lines
  if (panel.kind === 'metrics') return { ...panel, lines }
  if (panel.kind === 'table') return { ...panel, line: { ...line, by: line.by ?? '' } }
  const { by, ...whole } = line
  return { ...panel, line: whole }
}

/** The same metric shown in another way. */
export function asKind(panel: MetricPanel, kind: MetricPanel['kind']): MetricPanel {
  if (panel.kind === kind) return panel
  const { title, project, unit, compare } = panel
  const lines = linesOf(panel).map(({ by, ...line }) => (by ? { ...line, by } : line))
  const common = { title, project, unit, compare }
  const line = { metric: '', filters: {}, view: 'value' as const }
  if (kind === 'metrics') return { kind, ...common, lines, style: 'line', interpolation: 'linear' }
  if (kind === 'table') return withLines({ kind, ...common, line: { ...line, by: '' } }, lines)
  return withLines({ kind, ...common, line }, lines)
}
