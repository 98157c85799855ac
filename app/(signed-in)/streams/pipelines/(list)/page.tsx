import type { Metadata } from 'next'
import { requirePerson } from '#app/_server/person.ts'
import { Follow } from '#app/_ui/follow.tsx'
import { More } from '#app/_ui/more.tsx'
import { NewLink } from '#app/_ui/new-link.tsx'
import { PageHeader } from '#app/_ui/page-header.tsx'
import { Panel } from '#app/_ui/panel.tsx'
import { one, type Query, withQuery } from '#app/_ui/query.ts'
import { Search } from '#app/_ui/search.tsx'
import { StreamsTabs } from '#app/(signed-in)/streams/_tabs.tsx'
import { NoPipelines } from '#app/(signed-in)/streams/pipelines/(list)/no-pipelines.tsx'
import { PipelineTable } from '#app/(signed-in)/streams/pipelines/(list)/pipeline-table.tsx'
import { reachOf } from '#lib/access/reach.ts'
import { listPipelines } from '#lib/streams/pipelines/data.ts'
import { seesAll, shownTo } from '#lib/streams/pipelines/shown.ts'

const ROWS = 50
const HERE = '/streams/pipelines'

export const metadata: Metadata = { title: 'Pipelines' }

export default async function Page({ searchParams }: { searchParams: Promise<Query> }) {
  const person = await requirePerson('streams:read')
  const query = await searchParams
  const q = one(query, 'q')?.trim().slice(0, 200) || undefined
  const after = one(query, 'after')
  const cursor = after && /^[1-9]\d{0,8}$/.test(after) ? after : undefined
  const asked = { q, limit: ROWS, cursor, inText: seesAll(person) }
  const { items, next } = await listPipelines(reachOf(person), asked)

  return (
    <>
      <Follow />
      <PageHeader
        title="Pipelines"
        actions={
          <>
            <Search q={q ?? ''} label="Search name, handler, setting" />
            <NewLink href="/streams/pipelines/new" right="streams:write">
              New pipeline
            </NewLink>
          </>
        }
      />
      <StreamsTabs current={HERE} />
      <Panel flush>
        {items.length > 0 ? (
          <PipelineTable pipelines={items.map(item => shownTo(person, item))} />
        ) : (
          <NoPipelines q={q} />
        )}
      </Panel>
      <More
        first={cursor && withQuery(HERE, query, { after: undefined })}
        next={next && withQuery(HERE, query, { after: next })}
      />
    </>
  )
}
