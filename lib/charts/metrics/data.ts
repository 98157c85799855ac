import type { Reach } from '#lib/access/reach.ts'
import type { DrawnLines } from '#lib/charts/drawn.ts'
import { type MetricLine, MOST_LINES, type PanelOf } from '#lib/charts/panel.ts'
import { periodFor } from '#lib/charts/period.ts'
import { readPoints, readPointsByValue } from '#lib/metrics/data.ts'
import type { Point } from '#lib/metrics/range.ts'
import { getProjectNamed } from '#lib/projects/data.ts'
import type { Project } from '#lib/projects/schema.ts'

/** The lines of a chart of metrics. */
export async function readMetrics(
  reach: Reach,
  panel: PanelOf<'metrics'>,
  range: { from: Date; to: Date },
): Promise<DrawnLines> {
  const project = await getProjectNamed(reach, panel.project)
  const [from, to] = [range.from.getTime() / 1000, (range.to.getTime() - 1) / 1000]
  const period = panel.period ?? periodFor(to - from)
  const read = await Promise.all(
    panel.lines.map(line => namedPoints(project, line, { period, from, to })),
  )
  const named = read.flat()
  const times = [...new Set(named.flatMap(([, points]) => points.map(([at]) => at)))].sort(
    (a, b) => a - b,
  )
  const lines = named.slice(0, MOST_LINES).map(([name, points]) => {
    const values = new Map(points)
    return { name, values: times.map(at => values.get(at) ?? null), isBefore: false }
  })
  return {
    ...{ kind: 'metrics', from: range.from.getTime(), to: range.to.getTime(), period },
    ...{ times: times.map(at => at * 1000), lines, leftOut: named.length - lines.length },
    bands: [],
  }
}

async function namedPoints(
  project: Project,
  { metric, filters, by, label, ...rest }: MetricLine,
  asked: { period: NonNullable<PanelOf<'metrics'>['period']>; from: number; to: number },
): Promise<[string, Point[]][]> {
  const question = { ...asked, ...rest, name: metric }
  if (by) return [...(await readPointsByValue(project, question, by))]
  return [[label || metric, await readPoints(project, question, filters)]]
}
