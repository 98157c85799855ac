import type { Metadata } from 'next'
import { requireReach } from '#app/_server/reach.ts'
import { ButtonLink } from '#app/_ui/button-link.tsx'
import { PageHeader } from '#app/_ui/page-header.tsx'
import { Panel } from '#app/_ui/panel.tsx'
import { type Query, withQuery } from '#app/_ui/query.ts'
import { Search } from '#app/_ui/search.tsx'
import { Follow } from '#app/(signed-in)/explore/_chart/follow.tsx'
import { Problem } from '#app/(signed-in)/explore/_chart/problem.tsx'
import { reading } from '#app/(signed-in)/explore/_chart/reading.ts'
import { StreamsTabs } from '#app/(signed-in)/streams/_tabs.tsx'
import { BulkActions } from '#app/(signed-in)/streams/(list)/bulk-actions.tsx'
import css from '#app/(signed-in)/streams/(list)/list.module.css'
import { Nothing } from '#app/(signed-in)/streams/(list)/nothing.tsx'
import { StreamTable } from '#app/(signed-in)/streams/(list)/stream-table.tsx'
import { Toolbar } from '#app/(signed-in)/streams/(list)/toolbar.tsx'
import { askedOf, isNarrowed, viewOf } from '#app/(signed-in)/streams/(list)/view.ts'
import type { Reach } from '#lib/access/reach.ts'
import { countStreams, listStreams } from '#lib/streams/data.ts'
import { type AskedStreams, filterOf } from '#lib/streams/reading/asked.ts'
import { triggerNames } from '#lib/streams/reading/names/data.ts'
import { FAILED, noStreams, STREAM_STATES, totalOf } from '#lib/streams/states.ts'

export const metadata: Metadata = { title: 'Streams' }

const PAGE_SIZE = 50
const PROBLEM_PX = 144

export default async function Page({ searchParams }: { searchParams: Promise<Query> }) {
  const reach = await requireReach('streams:read')
  const query = await searchParams
  const view = viewOf(query)
  const asked = askedOf(view, new Date())
  const [{ drawn, problem }, triggers] = await Promise.all([
    reading(found(reach, asked, view.cursor)),
    triggerNames(reach),
  ])
  const { items = [], next = null, counts = noStreams } = drawn ?? {}
  const total = totalOf(counts, asked.state ?? STREAM_STATES)
  const hrefOf = (changes: Query) => withQuery('/streams', query, { page: undefined, ...changes })

  return (
    <>
      {!view.cursor && <Follow rangeMs={0} />}
      <PageHeader
        title="Streams"
        beside={drawn && total.toLocaleString('en')}
        actions={
          <>
            <Search q={view.q} label="Search order:4711, or 4711" />
            <BulkActions
              asked={asked}
              failed={totalOf(
                counts,
                FAILED.filter(state => asked.state?.includes(state) ?? true),
              )}
              deletable={isNarrowed(view) ? total : 0}
            />
          </>
        }
      />
      <StreamsTabs current="/streams" />
      <Toolbar view={view} counts={counts} triggers={triggers} hrefOf={hrefOf} />
      <Panel flush>
        {problem && <Problem height={PROBLEM_PX}>{problem}</Problem>}
        {items.length > 0 && (
          <StreamTable
            streams={items}
            severalProjects={new Set(triggers.map(({ project }) => project)).size > 1}
          />
        )}
        {drawn && items.length === 0 && <Nothing view={view} anyTrigger={triggers.length > 0} />}
      </Panel>
      {(next || view.cursor) && (
        <nav aria-label="Pages" className={css.pages}>
          {view.cursor && <ButtonLink href={hrefOf({})}>First page</ButtonLink>}
          {next && <ButtonLink href={hrefOf({ page: next })}>Further streams</ButtonLink>}
        </nav>
      )}
    </>
  )
}

/** A page of the streams, those that failed first, and how many there are in each state. */
async function found(reach: Reach, asked: AskedStreams, cursor: string | undefined) {
  const filter = await filterOf(reach, asked)
  const [page, counts] = await Promise.all([
    listStreams(reach, filter, { limit: PAGE_SIZE, cursor, order: 'worst' }),
    countStreams(reach, filter),
  ])
  return { ...page, counts }
}
