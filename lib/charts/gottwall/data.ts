import type { Reach } from '#lib/access/reach.ts'
import { type Counted, seriesOf } from '#lib/charts/gottwall/answers.ts'
import type { MetricLine, Panel } from '#lib/charts/panel.ts'
import { UserError } from '#lib/failures.ts'
import {
  type Asked,
  readPoints,
  readPointsByValue,
  readTree,
  type Tree,
} from '#lib/metrics/data.ts'
import { getProjectNamed } from '#lib/projects/data.ts'
import type { Project } from '#lib/projects/schema.ts'

/** What was counted for a project; nothing was for one that is not reached. */
export async function countedOf(reach: Reach, project: string): Promise<Counted> {
  const found = await findProject(reach, project)
  return {
    project,
    zone: found?.settings.metrics.timezone ?? 'UTC',
    points: async (asked, filters) => (found ? readPoints(found, asked, filters) : []),
    pointsByValue: async (asked, filter) =>
      found ? readPointsByValue(found, asked, filter) : new Map(),
  }
}

/** The answer to `…/metrics`: `{}` for a project that is not reached. */
export async function treeOf(reach: Reach, project: string): Promise<Tree> {
  const found = await findProject(reach, project)
  return found ? readTree(found.id) : {}
}

/** The lines of a chart as they stand in `…/embedded/{uid}.json`, one after the other. */
export async function embeddedSeries(
  reach: Reach,
  panel: Extract<Panel, { project: string; lines: unknown }>,
  asked: Omit<Asked, 'name'>,
) {
  const project = await getProjectNamed(reach, panel.project)
  const series = []
  for (const line of panel.lines) series.push(...(await seriesOfLine(project, line, asked)))
  return series
}

async function seriesOfLine(
  project: Project,
  { metric, kind, view, filters, by }: MetricLine,
  asked: Omit<Asked, 'name'>,
) {
  const question: Asked = { ...asked, name: metric, kind, view }
  if (by !== undefined)
    return [...(await readPointsByValue(project, question, by))].map(([value, range]) =>
      named(metric, [by, value], seriesOf(range)),
    )
  const range = await readPoints(project, question, filters)
  return [named(metric, Object.entries(filters)[0] ?? [null, null], seriesOf(range))]
}

const named = (
  name: string,
  [filter_name, filter_value]: [string | null, string | null],
  series: ReturnType<typeof seriesOf>,
) => ({ ...series, name, filter_name, filter_value })

async function findProject(reach: Reach, project: string): Promise<Project | null> {
  return getProjectNamed(reach, project).catch(error => {
    if (error instanceof UserError && error.code === 'not_found') return null
    throw error
  })
}
