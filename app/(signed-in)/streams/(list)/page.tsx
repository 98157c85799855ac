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
import css from '#app/(signed-in)/streams/(list)/list.module.css'
import { Nothing } from '#app/(signed-in)/streams/(list)/nothing.tsx'
import { StreamTable } from '#app/(signed-in)/streams/(list)/stream-table.tsx'
import { Toolbar } from '#app/(signed-in)/streams/(list)/toolbar.tsx'
import { askedOf, isNarrowed, type View, viewOf } from '#app/(signed-in)/streams/(list)/view.ts'
import type { Reach } from '#lib/access/reach.ts'
import { countStreams, listStreams } from '#lib/streams/data.ts'
import { filterOf } from '#lib/streams/reading/asked.ts'
import { triggerNames } from '#lib/streams/reading/names/data.ts'
import { STREAM_STATES, type StreamCounts } from '#lib/streams/states.ts'

export const metadata: Metadata = { title: 'Streams' }

const PAGE_SIZE = 50
const PROBLEM_PX = 144
const NO_COUNTS = Object.fromEntries(STREAM_STATES.map(state => [state, 0])) as StreamCounts

export default async function Page({ searchParams }: { searchParams: Promise<Query> }) {
  const reach = await requireReach('streams:read')
  const query = await searchParams
  const view = viewOf(query)
  const [{ drawn, problem }, triggers] = await Promise.all([
    reading(found(reach, view)),
    triggerNames(reach),
  ])
  const { items = [], next = null, counts = NO_COUNTS } = drawn ?? {}
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0)
  const hrefOf = (changes: Query) => withQuery('/streams', query, { page: undefined, ...changes })

  return (
    <>
      {!view.cursor && <Follow rangeMs={0} />}
      <PageHeader
        title="Streams"
        beside={drawn && total.toLocaleString('en')}
        actions={<Search q={view.q} label="Search order:4711, or 4711" />}
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
        {drawn && items.length === 0 && (
          <Nothing isNarrowed={isNarrowed(view)} anyTrigger={triggers.length > 0} />
        )}
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
async function found(reach: Reach, view: View) {
  const filter = await filterOf(reach, askedOf(view, new Date()))
  const states = view.group?.states
  const [page, counts] = await Promise.all([
    listStreams(
      reach,
      { ...filter, states },
      { limit: PAGE_SIZE, cursor: view.cursor, order: 'worst' },
    ),
    countStreams(reach, filter),
  ])
  return { ...page, counts }
}
