import type { Metadata } from 'next'
import { requireReach } from '#app/_server/reach.ts'
import { ButtonLink } from '#app/_ui/button-link.tsx'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { Live } from '#app/_ui/live.tsx'
import { PageHeader } from '#app/_ui/page-header.tsx'
import { Pager } from '#app/_ui/pager.tsx'
import { Panel } from '#app/_ui/panel.tsx'
import { one, type Query, withQuery } from '#app/_ui/query.ts'
import { LiveIndicator } from '#app/_ui/use-live.tsx'
import { PostFilters } from '#app/(signed-in)/deliveries/posts/post-filters.tsx'
import { PostTable } from '#app/(signed-in)/deliveries/posts/post-table.tsx'
import { filterOf, isFiltered } from '#app/(signed-in)/deliveries/posts/view.ts'
import { DeliveriesTabs } from '#app/(signed-in)/deliveries/tabs.tsx'
import { postPage } from '#lib/streams/posts/data.ts'

export const metadata: Metadata = { title: 'Webhooks of streams' }

const SIZE = 50

export default async function Page({ searchParams }: { searchParams: Promise<Query> }) {
  const reach = await requireReach('streams:read')
  const query = await searchParams
  const filter = filterOf(query)
  const { items, page, total } = await postPage(reach, filter, one(query, 'page'), SIZE)

  return (
    <>
      <PageHeader
        title="Deliveries"
        beside={total.toLocaleString('en')}
        actions={<LiveIndicator />}
      />
      <DeliveriesTabs current="/deliveries/posts" />
      <PostFilters query={query} filter={filter} />
      <Panel flush>
        {items.length > 0 ? (
          <PostTable posts={items} />
        ) : (
          <>
            <Live topics={['posts']} />
            <Nothing filtered={isFiltered(filter)} />
          </>
        )}
      </Panel>
      <Pager
        page={page}
        total={total}
        hrefOf={to => withQuery('/deliveries/posts', query, { page: String(to) })}
      />
    </>
  )
}

function Nothing({ filtered }: { filtered: boolean }) {
  if (filtered)
    return (
      <EmptyState
        title="Nothing fits"
        actions={<ButtonLink href="/deliveries/posts">Show all</ButtonLink>}
      >
        Nothing that a webhook of a pipeline sent is like this.
      </EmptyState>
    )
  return (
    <EmptyState
      title="Nothing was sent yet"
      actions={<ButtonLink href="/streams/pipelines">Pipelines</ButtonLink>}
    >
      What the webhooks of pipelines send stands here, with every attempt.
    </EmptyState>
  )
}
