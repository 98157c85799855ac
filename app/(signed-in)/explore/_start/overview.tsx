import Link from 'next/link'
import { Panel } from '#app/_ui/panel.tsx'
import type { Query } from '#app/_ui/query.ts'
import { Figure } from '#app/(signed-in)/explore/_chart/figure.tsx'
import { Problem } from '#app/(signed-in)/explore/_chart/problem.tsx'
import { reading } from '#app/(signed-in)/explore/_chart/reading.ts'
import { withLines } from '#app/(signed-in)/explore/_lines/address.ts'
import { lineFor } from '#app/(signed-in)/explore/_lines/lines.ts'
import css from '#app/(signed-in)/explore/_start/overview.module.css'
import { chartOf, type ProjectsView } from '#app/(signed-in)/explore/view.ts'
import type { Reach } from '#lib/access/reach.ts'
import { readPanel } from '#lib/charts/data.ts'
import type { ListedMetric } from '#lib/metrics/catalog/data.ts'

const FIGURE_PX = 120

interface Props {
  reach: Reach
  view: ProjectsView
  metrics: ListedMetric[]
  hrefOf: (changes: Query) => string
}

/** Before a metric is chosen: small charts of those that something came for last. */
export async function Overview({ reach, view, metrics, hrefOf }: Props) {
  const charts = await Promise.all(
    metrics.map(async metric => {
      const panel = {
        ...chartOf({ ...view, lines: [lineFor(metric, true)] }),
        style: 'area' as const,
      }
      return { metric, panel, read: await reading(readPanel(reach, panel, view.range)) }
    }),
  )
  return (
    <>
      <p className={css.said}>
        What something came for last. Choose a metric to look at it closely, split it and compare
        it.
      </p>
      <div className={css.grid}>
        {charts.map(({ metric, panel, read }) => (
          <div key={`${metric.kind} ${metric.name}`} className={css.card}>
            <Panel
              title={
                <Link href={hrefOf(withLines({}, [lineFor(metric, true)]))} className="cut">
                  {metric.name}
                </Link>
              }
              actions={<span className="dim">{metric.kind}</span>}
            >
              {read.drawn ? (
                <Figure panel={panel} drawn={read.drawn} height={FIGURE_PX} />
              ) : (
                <Problem height={FIGURE_PX}>{read.problem}</Problem>
              )}
            </Panel>
          </div>
        ))}
      </div>
    </>
  )
}
