import type { Metadata } from 'next'
import { ownEnv } from '#app/_server/env.ts'
import { requirePerson } from '#app/_server/person.ts'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { Live } from '#app/_ui/live.tsx'
import { PageHeader } from '#app/_ui/page-header.tsx'
import { Panel } from '#app/_ui/panel.tsx'
import { one, type Query, withQuery } from '#app/_ui/query.ts'
import { Search } from '#app/_ui/search.tsx'
import { Segments } from '#app/_ui/segments.tsx'
import { More } from '#app/(signed-in)/settings/_access/more.tsx'
import { SettingsSections } from '#app/(signed-in)/settings/sections.tsx'
import { NewToken } from '#app/(signed-in)/settings/tokens/new-token.tsx'
import { TokenTable } from '#app/(signed-in)/settings/tokens/token-table.tsx'
import { listGroups } from '#lib/access/groups/data.ts'
import { listTokens } from '#lib/access/tokens/data.ts'

export const metadata: Metadata = { title: 'Tokens' }

const PATH = '/settings/tokens'
const LIMIT = 100
const GROUPS_LIMIT = 1_000

export default async function Page({ searchParams }: { searchParams: Promise<Query> }) {
  await requirePerson('tokens:read')
  const query = await searchParams
  const q = one(query, 'q')
  const revoked = one(query, 'show') === 'revoked'
  const [{ items, next }, groups] = await Promise.all([
    listTokens({ q, revoked, cursor: cursorOf(query), limit: LIMIT }),
    listGroups({ limit: GROUPS_LIMIT }),
  ])
  const views = [
    { href: withQuery(PATH, {}, { q }), content: 'In use', current: !revoked },
    { href: withQuery(PATH, { show: 'revoked' }, { q }), content: 'Revoked', current: revoked },
  ]

  return (
    <>
      <Live topics={['config']} />
      <PageHeader
        title="Tokens"
        beside={<SettingsSections current={PATH} />}
        actions={
          <>
            <Segments label="Which tokens" segments={views} />
            <Search q={q ?? ''} label="Search name, maker" />
            <NewToken groups={groups.items.map(({ name }) => name)} url={ownEnv().url} />
          </>
        }
      />
      <Panel flush>
        {items.length > 0 ? (
          <TokenTable tokens={items} />
        ) : (
          <NoTokens isAll={!q && !revoked} hasOwn={ownEnv().token !== undefined} />
        )}
      </Panel>
      <More path={PATH} query={query} next={next} />
    </>
  )
}

/** A number that an address gives; anything else is the first page. */
function cursorOf(query: Query): string | undefined {
  const cursor = one(query, 'cursor')
  return /^\d{1,9}$/.test(cursor ?? '') ? cursor : undefined
}

function NoTokens({ isAll, hasOwn }: { isAll: boolean; hasOwn: boolean }) {
  if (!isAll) return <EmptyState title="No such token">There is none that fits.</EmptyState>
  return (
    <EmptyState title="No tokens yet">
      With a token a program asks the API as somebody with a role of its own, so that it can be let
      in, narrowed and shut out alone.
      {hasOwn && ' The one in BELFRY_TOKEN goes on working beside them.'}
    </EmptyState>
  )
}
