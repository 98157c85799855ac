import type { Drawn, DrawnLines } from '#lib/charts/drawn.ts'
import type { MetricLine, Panel } from '#lib/charts/panel.ts'

/** As a panel is told to everybody, by this title: how it is drawn, and nothing of where it comes from that is not drawn. */
export function panelForAll(panel: Panel, title: string): Panel {
  switch (panel.kind) {
    case 'metrics':
      return { ...panel, title, project: HIDDEN, lines: panel.lines.map(lineForAll) }
    case 'table':
      return {
        ...{ ...panel, title, project: HIDDEN },
        line: { ...lineForAll(panel.line), by: panel.line.by },
      }
    case 'number':
      return { ...panel, title, project: HIDDEN, line: lineForAll(panel.line) }
    case 'monitor':
      return { kind: 'monitor', title, monitor: HIDDEN }
    case 'monitors':
      return { kind: 'monitors', title, names: [] }
    case 'errors':
      return { kind: 'errors', title, q: '' }
    case 'text':
      return { ...panel, title }
  }
}

/** Stands for a name that may not be empty. */
const HIDDEN = '-'

/** What a line is called stands on the chart, and no more than that. */
const lineForAll = <L extends Omit<MetricLine, 'by'>>(line: L): L => ({
  ...line,
  metric: line.label || line.metric,
  filters: {},
})

/** What is drawn for everybody: without ways further in, and of errors how many they are, not what they say. */
export function drawnForAll(drawn: Drawn): Drawn {
  if (drawn.kind === 'errors') return { ...drawn, lines: [allErrors(drawn)] }
  if (drawn.kind === 'monitors')
    return { ...drawn, monitors: drawn.monitors.map(monitor => ({ ...monitor, id: null })) }
  if ('lines' in drawn) return { ...drawn, lines: drawn.lines.map(({ href: _, ...line }) => line) }
  return drawn
}

const allErrors = ({ times, lines }: DrawnLines) => ({
  name: 'errors',
  values: times.map((_, i) => lines.reduce((sum, { values }) => sum + (values[i] ?? 0), 0)),
  isBefore: false,
})
