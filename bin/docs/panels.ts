import { fieldTable } from '#bin/docs/fields.ts'
import { metricLine, type PanelKind, panel } from '#lib/charts/panel.ts'

const SHOWS: Record<PanelKind, string> = {
  metrics: 'Metrics over time.',
  table: 'A row for each value of a filter, with its total.',
  number: 'One number for the whole time shown.',
  monitor: 'The values and states of a monitor over time.',
  monitors: 'The states of monitors as they are now.',
  errors: 'How many errors there were over time, by signature.',
  text: 'Words between charts.',
}

/** A section for each kind of panel, and one for the lines of metrics. */
export const panelSections = (): string[] => [
  ...panel.options.map(option => {
    const kind = option.shape.kind.value
    return `## Panel: \`${kind}\`\n\n${SHOWS[kind]}\n\n${fieldTable(option)}`
  }),
  `## A line of metrics\n\nAn entry of \`lines\`, and \`line\`.\n\n${fieldTable(metricLine)}`,
]
