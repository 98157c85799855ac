import { LineRow } from '#app/(signed-in)/explore/_lines/line-row.tsx'
import css from '#app/(signed-in)/explore/_lines/lines.module.css'
import type { MetricLine } from '#lib/charts/panel.ts'
import { filtersOf, type MetricFilter } from '#lib/metrics/catalog/data.ts'
import { findMetric } from '#lib/metrics/data.ts'
import type { Kind } from '#lib/metrics/terms.ts'
import type { Project } from '#lib/projects/schema.ts'

/** A line and by what its metric can be filtered. */
export interface Described {
  line: MetricLine
  /** undefined: nothing was ever counted under this name */
  kind: Kind | undefined
  filters: MetricFilter[]
}

/** What is drawn: a row for each line. */
export async function LinesPanel({ project, lines }: { project: Project; lines: MetricLine[] }) {
  const described = await Promise.all(lines.map(line => describe(project, line)))
  return (
    <ul className={css.lines} aria-label="Lines">
      {described.map((of, i) => (
        <LineRow
          // biome-ignore lint/suspicious/noArrayIndexKey: a line is known by its place only
          key={i}
          place={i}
          described={of}
          lines={lines}
          sets={project.settings.metrics.sets}
        />
      ))}
    </ul>
  )
}

async function describe(project: Project, line: MetricLine): Promise<Described> {
  const metric = await findMetric(project.id, { name: line.metric, kind: line.kind })
  return { line, kind: metric?.kind, filters: metric ? await filtersOf(metric.id) : [] }
}
