import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { Suspense } from 'react'
import { requireReach } from '#app/_server/reach.ts'
import { Markdown } from '#app/_ui/markdown.tsx'
import { PageHeader } from '#app/_ui/page-header.tsx'
import { Panel } from '#app/_ui/panel.tsx'
import type { Query } from '#app/_ui/query.ts'
import { RowsLoading } from '#app/_ui/rows-loading.tsx'
import { StateBadge } from '#app/_ui/state.tsx'
import { Follow } from '#app/(signed-in)/monitors/[id]/_run/follow.tsx'
import { ChartLoading, ChartPanel } from '#app/(signed-in)/monitors/[id]/(monitor)/chart-panel.tsx'
import { Facts } from '#app/(signed-in)/monitors/[id]/(monitor)/facts.tsx'
import css from '#app/(signed-in)/monitors/[id]/(monitor)/monitor.module.css'
import { MonitorActions } from '#app/(signed-in)/monitors/[id]/(monitor)/monitor-actions.tsx'
import { Runbook } from '#app/(signed-in)/monitors/[id]/(monitor)/runbook.tsx'
import { Since } from '#app/(signed-in)/monitors/[id]/(monitor)/since.tsx'
import { TabsPanel } from '#app/(signed-in)/monitors/[id]/(monitor)/tabs-panel.tsx'
import { WhyPanel } from '#app/(signed-in)/monitors/[id]/(monitor)/why-panel.tsx'
import { findMonitor, openRuns } from '#lib/monitors/data.ts'

interface Props {
  params: Promise<{ id: string }>
  searchParams: Promise<Query>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const reach = await requireReach('monitors:read')
  const monitor = await findMonitor(reach, Number((await params).id))
  return { title: monitor ? `${monitor.state} ${monitor.name}` : 'Not found' }
}

export default async function Page({ params, searchParams }: Props) {
  const reach = await requireReach('monitors:read')
  const [{ id }, query] = await Promise.all([params, searchParams])
  const monitor = await findMonitor(reach, Number(id))
  if (!monitor) notFound()
  const open = await openRuns([monitor.id])

  return (
    <>
      <Follow id={monitor.id} />
      <PageHeader
        above={[{ href: '/monitors', label: 'Monitors' }]}
        title={monitor.name}
        beside={
          <>
            <StateBadge state={monitor.state} />
            <Since monitor={monitor} />
          </>
        }
        actions={<MonitorActions {...monitor} open={open.get(monitor.id) ?? null} />}
      />
      <Facts monitor={monitor} />
      {monitor.description && (
        <div className={css.description}>
          <Markdown>{monitor.description}</Markdown>
        </div>
      )}
      <Suspense fallback={<ChartLoading />}>
        <ChartPanel monitor={monitor} query={query} />
      </Suspense>
      <WhyPanel monitor={monitor} />
      <Runbook monitor={monitor} />
      <Suspense
        fallback={
          <Panel flush>
            <RowsLoading rows={6} />
          </Panel>
        }
      >
        <TabsPanel monitor={monitor} query={query} />
      </Suspense>
    </>
  )
}
