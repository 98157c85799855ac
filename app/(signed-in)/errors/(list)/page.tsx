import type { Metadata } from 'next'
import { requireReach } from '#app/_server/reach.ts'
import { ButtonLink } from '#app/_ui/button-link.tsx'
import { seriesColor } from '#app/_ui/chart/colors.ts'
import { PageHeader } from '#app/_ui/page-header.tsx'
import { Pager } from '#app/_ui/pager.tsx'
import { Panel } from '#app/_ui/panel.tsx'
import { PanelMenu } from '#app/_ui/panel-menu/panel-menu.tsx'
import { one, type Query, withQuery } from '#app/_ui/query.ts'
import { rangeInWords } from '#app/_ui/range/range.ts'
import { Search } from '#app/_ui/search.tsx'
import { WatchMenu } from '#app/(signed-in)/errors/_operations/watch-menu.tsx'
import { ALL_MONITORS, watchOffers } from '#app/(signed-in)/errors/_operations/watch-offers.ts'
import { FollowErrors } from '#app/(signed-in)/errors/_time/follow.tsx'
import { LAYERS } from '#app/(signed-in)/errors/_time/stack.ts'
import { timeOf } from '#app/(signed-in)/errors/_time/time.ts'
import { ChartPanel } from '#app/(signed-in)/errors/(list)/chart-panel.tsx'
import { Filters } from '#app/(signed-in)/errors/(list)/filters.tsx'
import { KeyHints } from '#app/(signed-in)/errors/(list)/key-hints.tsx'
import { NoneFits } from '#app/(signed-in)/errors/(list)/no-errors.tsx'
import { NoErrorsYet } from '#app/(signed-in)/errors/(list)/no-errors-yet.tsx'
import { rowOf } from '#app/(signed-in)/errors/(list)/rows.ts'
import { SignatureTable } from '#app/(signed-in)/errors/(list)/signature-table.tsx'
import {
  filterOf,
  isFollowing,
  orderOf,
  panelOf,
  watchedOf,
} from '#app/(signed-in)/errors/(list)/view.ts'
import type { Reach } from '#lib/access/reach.ts'
import { signatureCounts, signaturePage } from '#lib/errors/data.ts'
import { projectNames } from '#lib/errors/signatures/data.ts'
import { timeseriesOf } from '#lib/errors/timeseries/data.ts'

export const metadata: Metadata = { title: 'Errors' }

const PAGE_SIZE = 50

export default async function Page({ searchParams }: { searchParams: Promise<Query> }) {
  const reach = await requireReach('errors:read')
  const query = await searchParams
  const time = timeOf(query, new Date())
  const filter = { ...filterOf(query), range: { from: time.from, to: time.to } }
  const order = orderOf(query)
  const [{ items, page, total, counts }, series, projects] = await Promise.all([
    signaturePage({ ...filter, ...order, reach }, one(query, 'page'), PAGE_SIZE),
    timeseriesOf({ ...filter, reach, slice: time.slice, lines: LAYERS }),
    projectNames(reach),
  ])
  if (items.length === 0 && !(await anySignature(reach))) return <NoErrorsYet />
  const panel = panelOf(filter)
  const hrefOf = (changes: Query) => withQuery('/errors', query, { page: undefined, ...changes })

  return (
    <>
      {isFollowing(query) && <FollowErrors ids={items.map(({ id }) => id)} />}
      <PageHeader
        title="Errors"
        beside={`${total.toLocaleString('en')} ${total === 1 ? 'signature' : 'signatures'} · ${counts.errors.toLocaleString('en')} in the ${rangeInWords(time)}`}
        actions={
          <>
            <Search q={filter.q ?? ''} label="Search message, program, host" />
            <ButtonLink href="/errors/live">Live</ButtonLink>
            <WatchMenu
              label="Watch this view"
              offers={watchOffers(ALL_MONITORS)}
              of={watchedOf(filter)}
            />
            {panel && <PanelMenu panel={panel} />}
          </>
        }
      />
      <Filters
        filter={filter}
        time={time}
        following={isFollowing(query)}
        counts={counts}
        projects={projects.map(({ name }) => name)}
        hrefOf={hrefOf}
      />
      <ChartPanel series={series} time={time} />
      <Panel flush>
        {items.length > 0 ? (
          <SignatureTable
            rows={items.map(signature => rowOf(signature, time))}
            colors={Object.fromEntries(series.lines.map(({ id }, i) => [id, seriesColor(i)]))}
            order={order}
            query={query}
            period={capitalised(rangeInWords(time))}
          />
        ) : (
          <NoneFits filter={filter} />
        )}
      </Panel>
      <Pager page={page} total={total} hrefOf={to => hrefOf({ page: String(to) })} />
      {items.length > 0 && <KeyHints />}
    </>
  )
}

const capitalised = (words: string) => words.charAt(0).toUpperCase() + words.slice(1)

async function anySignature(reach: Reach): Promise<boolean> {
  const { open, resolved, muted } = await signatureCounts({ reach })
  return open + resolved + muted > 0
}
