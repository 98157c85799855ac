import type { Metadata } from 'next'
import { requireReach } from '#app/_server/reach.ts'
import { Follow } from '#app/_ui/follow.tsx'
import { More } from '#app/_ui/more.tsx'
import { NewLink } from '#app/_ui/new-link.tsx'
import { PageHeader } from '#app/_ui/page-header.tsx'
import { Panel } from '#app/_ui/panel.tsx'
import { one, type Query, withQuery } from '#app/_ui/query.ts'
import { Search } from '#app/_ui/search.tsx'
import { StreamsTabs } from '#app/(signed-in)/streams/_tabs.tsx'
import { NoTriggers } from '#app/(signed-in)/streams/triggers/(list)/no-triggers.tsx'
import { loadRows } from '#app/(signed-in)/streams/triggers/(list)/rows.ts'
import { TriggerTable } from '#app/(signed-in)/streams/triggers/(list)/trigger-table.tsx'

const HERE = '/streams/triggers'

export const metadata: Metadata = { title: 'Triggers' }

export default async function Page({ searchParams }: { searchParams: Promise<Query> }) {
  const reach = await requireReach('streams:read')
  const query = await searchParams
  const q = one(query, 'q')?.trim().slice(0, 200) || undefined
  const after = one(query, 'after')
  const cursor = after && /^[1-9]\d{0,8}$/.test(after) ? after : undefined
  const { rows, next } = await loadRows(reach, { q, cursor })

  return (
    <>
      <Follow />
      <PageHeader
        title="Triggers"
        actions={
          <>
            <Search q={q ?? ''} label="Search name, type, pipeline" />
            <NewLink href="/streams/triggers/new" right="streams:write">
              New trigger
            </NewLink>
          </>
        }
      />
      <StreamsTabs current={HERE} />
      <Panel flush>{rows.length > 0 ? <TriggerTable rows={rows} /> : <NoTriggers q={q} />}</Panel>
      <More
        first={cursor && withQuery(HERE, query, { after: undefined })}
        next={next && withQuery(HERE, query, { after: next })}
      />
    </>
  )
}
