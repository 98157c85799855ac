import type { Metadata } from 'next'
import { Suspense } from 'react'
import { orNotFound } from '#app/_server/not-found.ts'
import { requireReach } from '#app/_server/reach.ts'
import { AddToDashboard } from '#app/_ui/add-to-dashboard/add-to-dashboard.tsx'
import { PageHeader } from '#app/_ui/page-header.tsx'
import { type Query, withQuery } from '#app/_ui/query.ts'
import { lengthOf } from '#app/_ui/range/range.ts'
import { ShareButton } from '#app/_ui/share/share-button.tsx'
import { ChartLoading } from '#app/(signed-in)/explore/_chart/chart-panel.tsx'
import { Follow } from '#app/(signed-in)/explore/_chart/follow.tsx'
import { Results } from '#app/(signed-in)/explore/_chart/results.tsx'
import { LinesPanel } from '#app/(signed-in)/explore/_lines/lines-panel.tsx'
import { NoMetricsYet } from '#app/(signed-in)/explore/_start/no-metrics-yet.tsx'
import { Overview } from '#app/(signed-in)/explore/_start/overview.tsx'
import { MetricTree } from '#app/(signed-in)/explore/_tree/metric-tree.tsx'
import css from '#app/(signed-in)/explore/explore.module.css'
import { Toolbar } from '#app/(signed-in)/explore/toolbar.tsx'
import { chartOf, isRunning, type ProjectsView, viewOf } from '#app/(signed-in)/explore/view.ts'
import { newestMetrics } from '#lib/metrics/catalog/data.ts'
import { getProjectNamed, listProjects } from '#lib/projects/data.ts'

export const metadata: Metadata = { title: 'Metrics' }

/** As many as fit on a screen. */
const NEWEST = 9
const MOST_PROJECTS = 1_000

export default async function Page({ searchParams }: { searchParams: Promise<Query> }) {
  const reach = await requireReach('metrics:read')
  const query = await searchParams
  const { items: projects } = await listProjects(reach, { limit: MOST_PROJECTS })
  const asked = viewOf(query, new Date())
  const named = asked.project ?? projects[0]?.name ?? 'default'
  const project = await orNotFound(getProjectNamed(reach, named))
  const view = { ...asked, project: project.name }
  const newest = await newestMetrics(project.id, NEWEST)
  const hrefOf = (changes: Query) => withQuery('/explore', query, changes)
  const isChosen = view.lines.length > 0
  return (
    <>
      {isRunning(view) && <Follow rangeMs={newest.length === 0 ? 0 : lengthOf(view.range)} />}
      <PageHeader title="Metrics" actions={isChosen && <Actions view={view} />} />
      <Toolbar view={view} projects={projects.map(({ name }) => name)} hrefOf={hrefOf} />
      {newest.length === 0 ? (
        <NoMetricsYet project={project} />
      ) : (
        <div className={css.explorer}>
          <div className={css.side}>
            <MetricTree project={project.name} lines={view.lines} />
          </div>
          <div className={css.main}>
            {isChosen ? (
              <>
                <LinesPanel project={project} lines={view.lines} />
                <Suspense fallback={<ChartLoading />}>
                  <Results reach={reach} view={view} hrefOf={hrefOf} />
                </Suspense>
              </>
            ) : (
              <Overview reach={reach} view={view} metrics={newest} hrefOf={hrefOf} />
            )}
          </div>
        </div>
      )}
    </>
  )
}

function Actions({ view }: { view: ProjectsView }) {
  const panel = chartOf(view)
  return (
    <>
      <ShareButton panel={panel} name={panel.title} range={view.range.key ?? undefined} />
      <AddToDashboard panel={panel} />
    </>
  )
}
