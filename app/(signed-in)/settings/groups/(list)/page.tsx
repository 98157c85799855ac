import type { Metadata } from 'next'
import { requirePerson } from '#app/_server/person.ts'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { Live } from '#app/_ui/live.tsx'
import { PageHeader } from '#app/_ui/page-header.tsx'
import { Panel } from '#app/_ui/panel.tsx'
import { one, type Query } from '#app/_ui/query.ts'
import { Search } from '#app/_ui/search.tsx'
import { More } from '#app/(signed-in)/settings/_access/more.tsx'
import { GroupTable } from '#app/(signed-in)/settings/groups/(list)/group-table.tsx'
import { NewGroup } from '#app/(signed-in)/settings/groups/(list)/new-group.tsx'
import { SettingsSections } from '#app/(signed-in)/settings/sections.tsx'
import { listGroups } from '#lib/access/groups/data.ts'

export const metadata: Metadata = { title: 'Groups' }

const PATH = '/settings/groups'
const LIMIT = 100

export default async function Page({ searchParams }: { searchParams: Promise<Query> }) {
  await requirePerson('people:read')
  const query = await searchParams
  const q = one(query, 'q')
  const { items, next } = await listGroups({ q, cursor: one(query, 'cursor'), limit: LIMIT })

  return (
    <>
      <Live topics={['config']} />
      <PageHeader
        title="Groups"
        beside={<SettingsSections current={PATH} />}
        actions={
          <>
            <Search q={q ?? ''} label="Search name, description" />
            <NewGroup />
          </>
        }
      />
      <Panel flush>
        {items.length > 0 ? <GroupTable groups={items} /> : <NoGroups isSearch={Boolean(q)} />}
      </Panel>
      <More path={PATH} query={query} next={next} />
    </>
  )
}

function NoGroups({ isSearch }: { isSearch: boolean }) {
  if (isSearch) return <EmptyState title="No group fits">Search for less.</EmptyState>
  return (
    <EmptyState title="No groups yet">
      A source, a project or a monitor may be limited to groups: then only their members see it, and
      admins. Groups that the provider says appear when somebody in them signs in.
    </EmptyState>
  )
}
