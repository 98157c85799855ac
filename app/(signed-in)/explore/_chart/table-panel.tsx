import { Panel } from '#app/_ui/panel.tsx'
import { Figure } from '#app/(signed-in)/explore/_chart/figure.tsx'
import { Problem } from '#app/(signed-in)/explore/_chart/problem.tsx'
import { reading } from '#app/(signed-in)/explore/_chart/reading.ts'
import { type ProjectsView, tableOf } from '#app/(signed-in)/explore/view.ts'
import type { Reach } from '#lib/access/reach.ts'
import { readPanel } from '#lib/charts/data.ts'

const ROW_PX = 36
/** Longer tables are scrolled. */
const MOST_ROWS = 16

/** The values of the filter that the chart is drawn by; nothing when there is none. */
export async function TablePanel({ reach, view }: { reach: Reach; view: ProjectsView }) {
  const panel = tableOf(view)
  if (!panel) return null
  const read = await reading(readPanel(reach, panel, view.range))
  const rows = 'drawn' in read && read.drawn.kind === 'table' ? read.drawn.rows.length : 0
  const height = (1 + Math.min(Math.max(rows, 1), MOST_ROWS)) * ROW_PX
  return (
    <Panel title={panel.title} flush>
      {'drawn' in read ? (
        <Figure panel={panel} drawn={read.drawn} height={height} />
      ) : (
        <Problem height={height}>{read.problem}</Problem>
      )}
    </Panel>
  )
}
