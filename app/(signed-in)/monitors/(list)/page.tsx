import type { Metadata } from 'next'
import { requireReach } from '#app/_server/reach.ts'
import { NewLink } from '#app/_ui/new-link.tsx'
import { PageHeader } from '#app/_ui/page-header.tsx'
import { Pager } from '#app/_ui/pager.tsx'
import { Panel } from '#app/_ui/panel.tsx'
import { one, type Query, withQuery } from '#app/_ui/query.ts'
import { Search } from '#app/_ui/search.tsx'
import { Filters } from '#app/(signed-in)/monitors/(list)/filters.tsx'
import { FollowList } from '#app/(signed-in)/monitors/(list)/follow-list.tsx'
import { MonitorTable } from '#app/(signed-in)/monitors/(list)/monitor-table.tsx'
import { NoMonitors } from '#app/(signed-in)/monitors/(list)/no-monitors.tsx'
import { loadRows } from '#app/(signed-in)/monitors/(list)/rows.ts'
import { filterOf } from '#app/(signed-in)/monitors/(list)/view.ts'
import { monitorTags } from '#lib/monitors/data.ts'

export const metadata: Metadata = { title: 'Monitors' }

export default async function Page({ searchParams }: { searchParams: Promise<Query> }) {
  const reach = await requireReach('monitors:read')
  const query = await searchParams
  const filter = filterOf(query)
  const [{ rows, counts, page, total }, tags] = await Promise.all([
    loadRows(reach, filter, one(query, 'page')),
    monitorTags(reach),
  ])
  const hrefOf = (changes: Query) => withQuery('/monitors', query, { page: undefined, ...changes })

  return (
    <>
      <FollowList ids={rows.map(row => row.id)} />
      <PageHeader
        title="Monitors"
        beside={total.toLocaleString('en')}
        actions={
          <>
            <Search q={filter.q ?? ''} label="Search name, tag, script" />
            <NewLink href="/monitors/new" right="monitors:write">
              New monitor
            </NewLink>
          </>
        }
      />
      <Filters filter={filter} counts={counts} tags={tags} hrefOf={hrefOf} />
      <Panel flush>
        {rows.length > 0 ? <MonitorTable rows={rows} /> : <NoMonitors filter={filter} />}
      </Panel>
      <Pager page={page} total={total} hrefOf={to => hrefOf({ page: String(to) })} />
    </>
  )
}
