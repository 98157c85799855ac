import type { Metadata } from 'next'
import { requireReach } from '#app/_server/reach.ts'
import { PageHeader } from '#app/_ui/page-header.tsx'
import { Pager } from '#app/_ui/pager.tsx'
import { Panel } from '#app/_ui/panel.tsx'
import { one, type Query, withQuery } from '#app/_ui/query.ts'
import { Difference } from '#app/(signed-in)/dashboards/[id]/versions/difference.tsx'
import { VersionTable } from '#app/(signed-in)/dashboards/[id]/versions/version-table.tsx'
import { dashboardAt } from '#app/(signed-in)/dashboards/at.ts'
import { findVersion, versionsOf } from '#lib/dashboards/data.ts'
import { pageOf } from '#lib/paging.ts'

interface Props {
  params: Promise<{ id: string }>
  searchParams: Promise<Query>
}

export const metadata: Metadata = { title: 'Versions' }

/** What a dashboard was; with `?version=N` what that version changed, against the one before it or `?with=M`. */
export default async function Page({ params, searchParams }: Props) {
  const reach = await requireReach('dashboards:read')
  const [{ id }, query] = await Promise.all([params, searchParams])
  const dashboard = await dashboardAt(reach, id)
  const path = `/dashboards/${dashboard.id}/versions`
  const hrefOf = (changes: Query) => withQuery(path, query, changes)

  // Versions are numbered without gaps, so the newest one's number is how many there are.
  const shown = pageOf(dashboard.version, one(query, 'page'))
  const asked = Number(one(query, 'version'))
  const [{ items }, version, base] = await Promise.all([
    versionsOf(dashboard.id, {
      limit: shown.size,
      cursor: String(dashboard.version + 1 - shown.offset),
    }),
    findVersion(dashboard.id, asked),
    findVersion(dashboard.id, Number(one(query, 'with') ?? asked - 1)),
  ])

  return (
    <>
      <PageHeader
        above={[
          { href: '/dashboards', label: 'Dashboards' },
          { href: `/dashboards/${dashboard.id}`, label: dashboard.name },
        ]}
        title="Versions"
      />
      {version && <Difference dashboard={dashboard} version={version} base={base} />}
      <Panel flush>
        <VersionTable
          versions={items}
          newest={dashboard.version}
          chosen={version?.version}
          hrefOf={number => hrefOf({ version: String(number), with: undefined })}
        />
      </Panel>
      <Pager
        page={shown}
        total={dashboard.version}
        hrefOf={page => hrefOf({ page: String(page) })}
      />
    </>
  )
}
