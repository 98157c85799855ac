import type { Metadata } from 'next'
import { ownEnv } from '#app/_server/env.ts'
import { requirePerson } from '#app/_server/person.ts'
import { Choice } from '#app/_ui/choice.tsx'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { Live } from '#app/_ui/live.tsx'
import { PageHeader } from '#app/_ui/page-header.tsx'
import { Panel } from '#app/_ui/panel.tsx'
import { one, type Query } from '#app/_ui/query.ts'
import { Search } from '#app/_ui/search.tsx'
import { More } from '#app/(signed-in)/settings/_access/more.tsx'
import { AddPerson } from '#app/(signed-in)/settings/people/add-person.tsx'
import { DefaultRole } from '#app/(signed-in)/settings/people/default-role.tsx'
import { PeopleTable } from '#app/(signed-in)/settings/people/people-table.tsx'
import { SettingsSections } from '#app/(signed-in)/settings/sections.tsx'
import { defaultRole, listPeople } from '#lib/access/people/data.ts'
import { ROLES } from '#lib/access/rights.ts'

export const metadata: Metadata = { title: 'People' }

const PATH = '/settings/people'
const LIMIT = 100

export default async function Page({ searchParams }: { searchParams: Promise<Query> }) {
  await requirePerson('people:read')
  const query = await searchParams
  const q = one(query, 'q')
  const role = ROLES.find(name => name === one(query, 'role'))
  const [{ items, next }, firstRole] = await Promise.all([
    listPeople({ q, role, cursor: one(query, 'cursor'), limit: LIMIT }),
    defaultRole(),
  ])
  const { providers, admins } = ownEnv().signIn

  return (
    <>
      <Live topics={['config']} />
      <PageHeader
        title="People"
        beside={<SettingsSections current={PATH} />}
        actions={
          <>
            <Choice
              {...{ name: 'role', label: 'Role', placeholder: 'Any role', width: 120 }}
              options={[...ROLES]}
              value={role ?? null}
              clearable
            />
            <Search q={q ?? ''} label="Search name, address" />
            <AddPerson />
          </>
        }
      />
      <Panel flush>
        {items.length > 0 ? (
          <PeopleTable people={items} admins={admins} />
        ) : (
          <NobodyHere isSearch={Boolean(q ?? role)} hasProvider={providers.length > 0} />
        )}
      </Panel>
      <More path={PATH} query={query} next={next} />
      <Panel title="At the first sign-in">
        <DefaultRole role={firstRole} />
      </Panel>
    </>
  )
}

function NobodyHere({ isSearch, hasProvider }: { isSearch: boolean; hasProvider: boolean }) {
  if (isSearch)
    return <EmptyState title="Nobody fits">Search for less, or in all roles.</EmptyState>
  return (
    <EmptyState title="Nobody yet">
      {hasProvider
        ? 'People appear here when they sign in. Add somebody to give them a role before that.'
        : 'There is only the one-time link, which makes an admin of whoever has it. People come in by name when sign-in by Google Workspace or by an OpenID Connect provider is set up.'}
    </EmptyState>
  )
}
