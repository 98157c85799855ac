import type { ReactNode } from 'react'
import { Panel } from '#app/_ui/panel.tsx'
import { lineColor } from '#app/_ui/plot/colors.ts'
import { ValuesTable } from '#app/(signed-in)/explore/_chart/values-table.tsx'
import type { DrawnLines, DrawnTable } from '#lib/charts/drawn.ts'
import type { MetricLine, PanelOf } from '#lib/charts/panel.ts'
import { nameOfValue } from '#lib/charts/series/names.ts'

const ROW_PX = 36
/** Longer tables are scrolled. */
const MOST_ROWS = 16

interface Props {
  panel: PanelOf<'table'>
  drawn: DrawnTable
  /** the chart above it */
  chart: DrawnLines
  lines: MetricLine[]
  csv: ReactNode
}

/** The values of the filter that the chart is drawn by, those that have a line in its colour. */
export function TablePanel({ panel, drawn, chart, lines, csv }: Props) {
  const { rows } = drawn
  const names = chart.lines.filter(({ isBefore }) => !isBefore).map(({ name }) => name)
  const colors = rows.flatMap(({ value }) => {
    const place = names.indexOf(nameOfValue(panel.line, value, lines.length === 1))
    return place < 0 ? [] : [[value, lineColor(place)]]
  })
  return (
    <Panel title={panel.title} actions={csv} flush>
      <ValuesTable
        {...{ panel, drawn, lines }}
        height={(1 + Math.min(Math.max(rows.length, 1), MOST_ROWS)) * ROW_PX}
        colors={Object.fromEntries(colors)}
      />
    </Panel>
  )
}
