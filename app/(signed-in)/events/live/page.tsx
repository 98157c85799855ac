import type { Metadata } from 'next'
import { requireReach } from '#app/_server/reach.ts'
import { ButtonLink } from '#app/_ui/button-link.tsx'
import { PageHeader } from '#app/_ui/page-header.tsx'
import { one, type Query } from '#app/_ui/query.ts'
import { LiveEvents } from '#app/(signed-in)/events/live/live-events.tsx'
import { addressOf, viewOf } from '#app/(signed-in)/events/live/view.ts'
import { projectNames } from '#lib/errors/signatures/data.ts'

export const metadata: Metadata = { title: 'Live events' }

const above = [{ href: '/events', label: 'Events' }]
const MARK_LIMIT = 100

export default async function Page({ searchParams }: { searchParams: Promise<Query> }) {
  const reach = await requireReach('events:read')
  const query = await searchParams
  const projects = (await projectNames(reach)).map(({ name }) => name)
  const view = viewOf(query, projects)

  return (
    <>
      <PageHeader
        above={above}
        title="Live"
        actions={<ButtonLink href={addressOf('/events', view)}>Search</ButtonLink>}
      />
      <LiveEvents
        key={addressOf('', view)}
        mark={one(query, 'mark')?.slice(0, MARK_LIMIT) ?? ''}
        {...{ view, projects }}
      />
    </>
  )
}
