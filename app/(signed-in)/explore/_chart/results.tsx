import type { Query } from '#app/_ui/query.ts'
import { ChartPanel } from '#app/(signed-in)/explore/_chart/chart-panel.tsx'
import { LinesTable } from '#app/(signed-in)/explore/_chart/lines-table.tsx'
import { reading } from '#app/(signed-in)/explore/_chart/reading.ts'
import { TablePanel } from '#app/(signed-in)/explore/_chart/table-panel.tsx'
import { chartOf, type ProjectsView, tableOf } from '#app/(signed-in)/explore/view.ts'
import type { Reach } from '#lib/access/reach.ts'
import { readPanel } from '#lib/charts/data.ts'
import type { Panel } from '#lib/charts/panel.ts'

interface Props {
  reach: Reach
  view: ProjectsView
  hrefOf: (changes: Query) => string
}

/** The lines over time and, below, in numbers: by the values of their filter when there is one. */
export async function Results({ reach, view, hrefOf }: Props) {
  const read = (panel: Panel) => reading(readPanel(reach, panel, view.range))
  const panel = tableOf(view)
  const [chart, table] = await Promise.all([read(chartOf(view)), panel && read(panel)])
  return (
    <>
      <ChartPanel view={view} read={chart} hrefOf={hrefOf} />
      {chart.drawn?.kind === 'metrics' &&
        (panel && table?.drawn?.kind === 'table' ? (
          <TablePanel panel={panel} drawn={table.drawn} chart={chart.drawn} lines={view.lines} />
        ) : (
          <LinesTable drawn={chart.drawn} unit={view.unit} />
        ))}
    </>
  )
}
