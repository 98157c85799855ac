import type { Metadata } from 'next'
import { ownEnv } from '#app/_server/env.ts'
import { requireReach } from '#app/_server/reach.ts'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { PageHeader } from '#app/_ui/page-header.tsx'
import { Panel } from '#app/_ui/panel.tsx'
import { one, type Query, withQuery } from '#app/_ui/query.ts'
import { Search } from '#app/_ui/search.tsx'
import { Segments } from '#app/_ui/segments.tsx'
import { More } from '#app/(signed-in)/settings/_access/more.tsx'
import { SettingsSections } from '#app/(signed-in)/settings/sections.tsx'
import { SharedTable } from '#app/(signed-in)/settings/shared/shared-table.tsx'
import { listShared } from '#lib/charts/shared/data.ts'
import { toldOf } from '#lib/charts/shared/told.ts'

export const metadata: Metadata = { title: 'Shared charts' }

const PATH = '/settings/shared'
const LIMIT = 100

export default async function Page({ searchParams }: { searchParams: Promise<Query> }) {
  const reach = await requireReach('charts:share')
  const query = await searchParams
  const q = one(query, 'q')
  const revoked = one(query, 'show') === 'revoked'
  const cursor = /^\d{1,9}$/.test(one(query, 'cursor') ?? '') ? one(query, 'cursor') : undefined
  const { items, next } = await listShared(reach, { q, revoked, cursor, limit: LIMIT })
  const views = [
    { href: withQuery(PATH, {}, { q }), content: 'Shared', current: !revoked },
    { href: withQuery(PATH, { show: 'revoked' }, { q }), content: 'Revoked', current: revoked },
  ]

  return (
    <>
      <PageHeader
        title="Shared charts"
        beside={<SettingsSections current={PATH} />}
        actions={
          <>
            <Segments label="Which charts" segments={views} />
            <Search q={q ?? ''} label="Search title, person" />
          </>
        }
      />
      <Panel flush>
        {items.length > 0 ? (
          <SharedTable charts={items.map(chart => toldOf(chart, ownEnv().url))} />
        ) : (
          <NoCharts isAll={!q && !revoked} />
        )}
      </Panel>
      <More path={PATH} query={query} next={next} />
    </>
  )
}

function NoCharts({ isAll }: { isAll: boolean }) {
  if (!isAll) return <EmptyState title="No such chart">There is none that fits.</EmptyState>
  return (
    <EmptyState title="Nothing is shared">
      Most charts have a button to share them: whoever has the address then sees that one chart
      without signing in, also on another site, until it is revoked here.
    </EmptyState>
  )
}
