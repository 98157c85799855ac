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
import { DefinitionTable } from '#app/(signed-in)/streams/definitions/(list)/definition-table.tsx'
import css from '#app/(signed-in)/streams/definitions/(list)/list.module.css'
import { NoDefinitions } from '#app/(signed-in)/streams/definitions/(list)/no-definitions.tsx'
import { TryAll } from '#app/(signed-in)/streams/definitions/(list)/try-all.tsx'
import { projectNames } from '#app/(signed-in)/streams/pipelines/_editor/choices.ts'
import { listDefinitions } from '#lib/streams/definitions/data.ts'

const ROWS = 100
const HERE = '/streams/definitions'

export const metadata: Metadata = { title: 'Event definitions' }

export default async function Page({ searchParams }: { searchParams: Promise<Query> }) {
  const reach = await requireReach('streams:read')
  const query = await searchParams
  const q = one(query, 'q')?.trim().slice(0, 200) || undefined
  const after = one(query, 'after')
  const cursor = after && /^\d{1,9}_\d{1,9}$/.test(after) ? after : undefined
  const [{ items, next }, projects] = await Promise.all([
    listDefinitions(reach, { q, limit: ROWS, cursor }),
    projectNames(reach),
  ])

  return (
    <>
      <Follow />
      <PageHeader
        title="Event definitions"
        actions={
          <>
            <Search q={q ?? ''} label="Search types, traits, paths" />
            <NewLink href="/streams/definitions/new" right="streams:write">
              New definition
            </NewLink>
          </>
        }
      />
      <StreamsTabs current={HERE} />
      {items.length > 0 && (
        <p className={css.order}>
          The last definition of a project that takes a type of notification is the one that holds:
          general ones stand first, exceptions behind them.
        </p>
      )}
      <Panel flush>
        {items.length > 0 ? (
          <DefinitionTable definitions={items} isMovable={!q} />
        ) : (
          <NoDefinitions q={q} />
        )}
      </Panel>
      <More
        first={cursor && withQuery(HERE, query, { after: undefined })}
        next={next && withQuery(HERE, query, { after: next })}
      />
      {items.length > 0 && <TryAll projects={projects} first={items[0]?.project ?? 'default'} />}
    </>
  )
}
