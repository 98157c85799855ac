import type { Metadata } from 'next'
import { requireReach } from '#app/_server/reach.ts'
import { Follow } from '#app/_ui/follow.tsx'
import { More } from '#app/_ui/more.tsx'
import { PageHeader } from '#app/_ui/page-header.tsx'
import { Panel } from '#app/_ui/panel.tsx'
import { one, type Query, withQuery } from '#app/_ui/query.ts'
import { Search } from '#app/_ui/search.tsx'
import { DashboardTable } from '#app/(signed-in)/dashboards/(list)/dashboard-table.tsx'
import { ListActions } from '#app/(signed-in)/dashboards/(list)/list-actions.tsx'
import { NoDashboards } from '#app/(signed-in)/dashboards/(list)/no-dashboards.tsx'
import { listDashboards } from '#lib/dashboards/data.ts'

const ROWS = 50

export const metadata: Metadata = { title: 'Dashboards' }

export default async function Page({ searchParams }: { searchParams: Promise<Query> }) {
  const reach = await requireReach('dashboards:read')
  const query = await searchParams
  const q = one(query, 'q')?.trim().slice(0, 200) || undefined
  const after = one(query, 'after')
  const cursor = after && /^[1-9]\d{0,8}$/.test(after) ? after : undefined
  const { items, next } = await listDashboards(reach, { q, limit: ROWS, cursor })

  return (
    <>
      <Follow />
      <PageHeader
        title="Dashboards"
        actions={
          <>
            <Search q={q ?? ''} label="Search name, metric, monitor" />
            <ListActions />
          </>
        }
      />
      <Panel flush>
        {items.length > 0 ? <DashboardTable dashboards={items} /> : <NoDashboards q={q} />}
      </Panel>
      <More
        first={cursor && withQuery('/dashboards', query, { after: undefined })}
        next={next && withQuery('/dashboards', query, { after: next })}
      />
    </>
  )
}
