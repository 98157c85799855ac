import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { requireReach } from '#app/_server/reach.ts'
import { PageHeader } from '#app/_ui/page-header.tsx'
import { Panel } from '#app/_ui/panel.tsx'
import { StateBadge } from '#app/_ui/state.tsx'
import { ClockTime } from '#app/_ui/times.tsx'
import { CallTable } from '#app/(signed-in)/monitors/[id]/_run/calls.tsx'
import { Follow } from '#app/(signed-in)/monitors/[id]/_run/follow.tsx'
import { RunStatusWords } from '#app/(signed-in)/monitors/[id]/_run/run-status.tsx'
import { Neighbours } from '#app/(signed-in)/monitors/[id]/runs/[runId]/neighbours.tsx'
import css from '#app/(signed-in)/monitors/[id]/runs/[runId]/run.module.css'
import { RunFacts } from '#app/(signed-in)/monitors/[id]/runs/[runId]/run-facts.tsx'
import { Values } from '#app/(signed-in)/monitors/[id]/runs/[runId]/values.tsx'
import { findMonitor } from '#lib/monitors/data.ts'
import { findRun, neighboursOf } from '#lib/monitors/history/data.ts'

interface Props {
  params: Promise<{ id: string; runId: string }>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Run ${(await params).runId}` }
}

/** Everything that a run keeps; why it fired. */
export default async function Page({ params }: Props) {
  const reach = await requireReach('monitors:read')
  const { id, runId } = await params
  const monitor = await findMonitor(reach, Number(id))
  const run = monitor && (await findRun(monitor.id, Number(runId)))
  if (!run) notFound()
  const isOpen = run.status === 'queued' || run.status === 'running'

  return (
    <>
      {isOpen && <Follow id={monitor.id} />}
      <PageHeader
        above={[
          { href: '/monitors', label: 'Monitors' },
          { href: `/monitors/${monitor.id}`, label: monitor.name },
        ]}
        title={`Run ${run.id}`}
        beside={
          <>
            {run.state ? <StateBadge state={run.state} /> : <RunStatusWords run={run} />}
            <ClockTime at={run.plannedAt} />
          </>
        }
        actions={<Neighbours monitorId={monitor.id} {...(await neighboursOf(run))} />}
      />
      <RunFacts run={run} />
      {run.state && (
        <Panel title="What it returned" flush>
          <Values run={run} unit={monitor.unit} />
        </Panel>
      )}
      {run.calls.length > 0 && (
        <Panel title="What it read" flush>
          <CallTable calls={run.calls} />
        </Panel>
      )}
      {run.output && (
        <Panel title="Output">
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: scrolls by the keyboard */}
          <pre className={css.output} tabIndex={0}>
            {run.output}
          </pre>
        </Panel>
      )}
    </>
  )
}
