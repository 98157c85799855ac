import type { Query } from '#app/_ui/query.ts'
import { ChartPanel } from '#app/(signed-in)/explore/_chart/chart-panel.tsx'
import { csvHref } from '#app/(signed-in)/explore/_chart/csv.ts'
import { CsvLinks } from '#app/(signed-in)/explore/_chart/csv-links.tsx'
import { LinesTable } from '#app/(signed-in)/explore/_chart/lines-table.tsx'
import { type Reading, reading } from '#app/(signed-in)/explore/_chart/reading.ts'
import { TablePanel } from '#app/(signed-in)/explore/_chart/table-panel.tsx'
import { chartOf, type ProjectsView, tableOf } from '#app/(signed-in)/explore/view.ts'
import type { Reach } from '#lib/access/reach.ts'
import { readPanel } from '#lib/charts/data.ts'
import type { Drawn, DrawnLines } from '#lib/charts/drawn.ts'
import type { MetricLine, Panel, PanelOf } from '#lib/charts/panel.ts'
import { nameOf } from '#lib/charts/series/names.ts'

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
      {chart.drawn?.kind === 'metrics' && (
        <Numbers {...{ view, panel, table }} chart={chart.drawn} />
      )}
    </>
  )
}

interface NumbersProps {
  view: ProjectsView
  chart: DrawnLines
  panel: PanelOf<'table'> | null
  table: Reading<Drawn> | null
}

function Numbers({ view: { lines, unit, project, compare }, chart, panel, table }: NumbersProps) {
  const hrefOf = (line: MetricLine) => csvHref(line, { project, chart, compare })
  if (panel && table?.drawn?.kind === 'table')
    return (
      <TablePanel
        {...{ panel, chart, lines }}
        drawn={table.drawn}
        csv={<CsvLinks links={[{ label: 'CSV', href: hrefOf(panel.line) }]} />}
      />
    )
  const links = lines.map(line => ({ label: nameOf(line), href: hrefOf(line) }))
  return <LinesTable drawn={chart} unit={unit} csv={<CsvLinks links={links} />} />
}
