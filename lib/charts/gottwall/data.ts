import type { Reach } from '#lib/access/reach.ts'
import type { Counted } from '#lib/charts/gottwall/answers.ts'
import { embeddedAnswer, embeddedMetric } from '#lib/charts/gottwall/embedded.ts'
import type { MetricLine } from '#lib/charts/panel.ts'
import { BUCKETS_OF_LINE } from '#lib/charts/period.ts'
import type { View } from '#lib/charts/shared/asked.ts'
import type { SharedChart } from '#lib/charts/shared/data.ts'
import { UserError } from '#lib/failures.ts'
import { type Asked, readPoints, readPointsByValue } from '#lib/metrics/data.ts'
import { periodFor } from '#lib/metrics/period-for.ts'
import { readTree, type Tree } from '#lib/metrics/tree/data.ts'
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

/** `…/embedded/{uid}.json`. Throws a UserError (`not_found`) for what is no chart of metrics, or not reached any more. */
export async function embeddedOf({ name, groups }: SharedChart, { panel, from, to }: View) {
  if (panel.kind !== 'metrics') throw notFound()
  const project = await findProject({ all: false, groups }, panel.project)
  if (!project) throw notFound()
  const { metrics: settings } = project.settings
  const span = { from: from.getTime() / 1000, to: (to.getTime() - 1) / 1000 }
  const period =
    panel.period ?? periodFor(span, BUCKETS_OF_LINE, { settings, now: Date.now() / 1000 })
  const metrics = []
  for (const line of panel.lines)
    metrics.push(...(await seriesOfLine(project, line, { period, ...span })))
  return embeddedAnswer({ name, style: panel.style, period, metrics }, span, settings.timezone)
}

const notFound = () => new UserError('Not found', { code: 'not_found' })

async function seriesOfLine(
  project: Project,
  { metric, kind, view, filters, by }: MetricLine,
  asked: Omit<Asked, 'name'>,
) {
  const question: Asked = { ...asked, name: metric, kind, view }
  if (by !== undefined)
    return [...(await readPointsByValue(project, question, by))].map(([value, range]) =>
      embeddedMetric(metric, [by, value], range),
    )
  const range = await readPoints(project, question, filters)
  const [filter = null] = Object.entries(filters)
  return [embeddedMetric(metric, filter, range)]
}

async function findProject(reach: Reach, project: string): Promise<Project | null> {
  return getProjectNamed(reach, project).catch(error => {
    if (error instanceof UserError && error.code === 'not_found') return null
    throw error
  })
}
