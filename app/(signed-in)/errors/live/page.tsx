import type { Metadata } from 'next'
import { requireReach } from '#app/_server/reach.ts'
import { ButtonLink } from '#app/_ui/button-link.tsx'
import { PageHeader } from '#app/_ui/page-header.tsx'
import type { Query } from '#app/_ui/query.ts'
import { Search } from '#app/_ui/search.tsx'
import { LiveFilters } from '#app/(signed-in)/errors/live/live-filters.tsx'
import { LiveList } from '#app/(signed-in)/errors/live/live-list.tsx'
import { addressOf, filterOf } from '#app/(signed-in)/errors/live/view.ts'
import { readNewest } from '#lib/errors/live/data.ts'
import { projectNames } from '#lib/errors/signatures/data.ts'

export const metadata: Metadata = { title: 'Live errors' }

const above = [{ href: '/errors', label: 'Errors' }]

export default async function Page({ searchParams }: { searchParams: Promise<Query> }) {
  const reach = await requireReach('errors:read')
  const filter = filterOf(await searchParams)
  const [first, projects] = await Promise.all([readNewest(reach, filter), projectNames(reach)])

  return (
    <>
      <PageHeader
        above={above}
        title="Live"
        actions={
          <>
            <Search q={filter.q ?? ''} label="Search message, program, host" />
            <ButtonLink href={addressOf('/errors', filter)}>All errors</ButtonLink>
          </>
        }
      />
      <LiveList
        key={addressOf('', filter)}
        filter={filter}
        first={first}
        severalProjects={projects.length > 1}
      >
        <LiveFilters filter={filter} projects={projects.map(({ name }) => name)} />
      </LiveList>
    </>
  )
}
