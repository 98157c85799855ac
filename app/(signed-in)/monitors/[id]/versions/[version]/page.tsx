import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { requireReach } from '#app/_server/reach.ts'
import { ButtonLink } from '#app/_ui/button-link.tsx'
import { CompareWith } from '#app/_ui/compare-with.tsx'
import { DiffViewer } from '#app/_ui/editor/diff-viewer.tsx'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { IfMay } from '#app/_ui/may.tsx'
import { PageHeader } from '#app/_ui/page-header.tsx'
import { Panel } from '#app/_ui/panel.tsx'
import { one, type Query } from '#app/_ui/query.ts'
import { RestoreVersion } from '#app/_ui/restore-version.tsx'
import { ClockTime } from '#app/_ui/times.tsx'
import { restore } from '#app/(signed-in)/monitors/_editor/actions.ts'
import { ChangedFields } from '#app/(signed-in)/monitors/[id]/versions/[version]/changed-fields.tsx'
import css from '#app/(signed-in)/monitors/[id]/versions/[version]/version.module.css'
import { findMonitor } from '#lib/monitors/data.ts'
import { changedFields } from '#lib/monitors/definition.ts'
import { findVersion } from '#lib/monitors/versions/data.ts'

interface Props {
  params: Promise<{ id: string; version: string }>
  searchParams: Promise<Query>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Version ${(await params).version}` }
}

/** What a version changed, against the one before it or a chosen one. */
export default async function Page({ params, searchParams }: Props) {
  const reach = await requireReach('monitors:read')
  const [{ id, version: asked }, query] = await Promise.all([params, searchParams])
  const monitor = await findMonitor(reach, Number(id))
  const version = monitor && (await findVersion(monitor.id, Number(asked)))
  if (!version) notFound()
  const base = await findVersion(monitor.id, Number(one(query, 'with') ?? version.version - 1))
  const before = base?.content ?? null
  const fields = before ? changedFields(before, version.content) : []

  return (
    <>
      <PageHeader
        above={[
          { href: '/monitors', label: 'Monitors' },
          { href: `/monitors/${monitor.id}?tab=versions`, label: monitor.name },
        ]}
        title={`Version ${version.version}`}
        beside={
          <span>
            saved by {version.author}, <ClockTime at={version.at} />
            {version.version === monitor.version && ' · runs now'}
          </span>
        }
        actions={
          <>
            <CompareWith newest={monitor.version} version={version.version} base={base?.version} />
            {version.version !== monitor.version && (
              <IfMay right="monitors:write">
                <ButtonLink href={`/monitors/${monitor.id}/edit?version=${version.version}`}>
                  Edit it
                </ButtonLink>
                <RestoreVersion
                  {...{ id: monitor.id, name: monitor.name, version: version.version, restore }}
                  note=". Paused stays paused."
                  href={`/monitors/${monitor.id}?tab=versions`}
                />
              </IfMay>
            )}
          </>
        }
      />
      {before && fields.length === 0 && (
        <Panel>
          <EmptyState title={`Version ${base?.version} is the same`}>
            <Link href={`/monitors/${monitor.id}?tab=versions`}>All versions</Link>
          </EmptyState>
        </Panel>
      )}
      {(!before || fields.includes('script')) && (
        <section className={css.script} aria-label="Script">
          <DiffViewer before={before?.script ?? ''} after={version.content.script} />
        </section>
      )}
      <ChangedFields before={before} after={version.content} />
    </>
  )
}
