import type { Metadata } from 'next'
import { requireReach } from '#app/_server/reach.ts'
import { ButtonLink } from '#app/_ui/button-link.tsx'
import { PageHeader } from '#app/_ui/page-header.tsx'
import { type Query, withQuery } from '#app/_ui/query.ts'
import { lengthOf } from '#app/_ui/range/range.ts'
import { CopyLink } from '#app/(signed-in)/events/(search)/copy-link.tsx'
import { Found } from '#app/(signed-in)/events/(search)/found.tsx'
import { NoEventsYet } from '#app/(signed-in)/events/(search)/no-events-yet.tsx'
import { SearchField } from '#app/(signed-in)/events/(search)/search-field.tsx'
import { Toolbar } from '#app/(signed-in)/events/(search)/toolbar.tsx'
import { isRunning, viewOf } from '#app/(signed-in)/events/(search)/view.ts'
import { Follow } from '#app/(signed-in)/explore/_chart/follow.tsx'
import { isAnyEvent } from '#lib/events/presence/data.ts'
import { listProjects } from '#lib/projects/data.ts'

export const metadata: Metadata = { title: 'Events' }

const MOST_PROJECTS = 1_000

export default async function Page({ searchParams }: { searchParams: Promise<Query> }) {
  const reach = await requireReach('events:read')
  const query = await searchParams
  const [{ items: projects }, isAny] = await Promise.all([
    listProjects(reach, { limit: MOST_PROJECTS }),
    isAnyEvent(reach),
  ])
  if (!isAny) return <NoEventsYet project={projects[0]} />

  const view = viewOf(query, new Date())
  const hrefOf = (changes: Query) => withQuery('/events', query, { cursor: undefined, ...changes })
  const among = {
    ...(view.project !== undefined && { project: view.project }),
    from: view.range.from.toISOString(),
    to: view.range.to.toISOString(),
  }
  return (
    <>
      {isRunning(view) && <Follow rangeMs={lengthOf(view.range)} />}
      <PageHeader
        title="Events"
        actions={
          <>
            <ButtonLink href={withQuery('/events/live', {}, { q: view.q, project: view.project })}>
              Live
            </ButtonLink>
            <CopyLink from={view.range.from.getTime()} to={view.range.to.getTime()} />
          </>
        }
      />
      <SearchField q={view.q} among={among} />
      <Toolbar view={view} projects={projects.map(({ name }) => name)} hrefOf={hrefOf} />
      <Found
        reach={reach}
        view={view}
        among={among}
        severalProjects={projects.length > 1 && view.project === undefined}
        hrefOf={hrefOf}
      />
    </>
  )
}
