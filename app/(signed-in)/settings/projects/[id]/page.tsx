import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { ownEnv } from '#app/_server/env.ts'
import { requirePerson } from '#app/_server/person.ts'
import { ButtonLink } from '#app/_ui/button-link.tsx'
import { GroupTags } from '#app/_ui/group-tags.tsx'
import { Live } from '#app/_ui/live.tsx'
import { PageHeader } from '#app/_ui/page-header.tsx'
import type { Query } from '#app/_ui/query.ts'
import { Tag } from '#app/_ui/tag.tsx'
import { TrailPanel } from '#app/(signed-in)/_trail/trail-panel.tsx'
import { ConnectPanel } from '#app/(signed-in)/settings/projects/[id]/connect-panel.tsx'
import { IntakePanel } from '#app/(signed-in)/settings/projects/[id]/intake-panel.tsx'
import { KeysPanel } from '#app/(signed-in)/settings/projects/[id]/keys-panel.tsx'
import { ProjectFacts } from '#app/(signed-in)/settings/projects/[id]/project-facts.tsx'
import { ProjectMenu } from '#app/(signed-in)/settings/projects/[id]/project-menu.tsx'
import { spanOf } from '#app/(signed-in)/settings/projects/[id]/span.ts'
import { projectAt } from '#app/(signed-in)/settings/projects/project-at.ts'
import { reachOf } from '#lib/access/reach.ts'
import { may } from '#lib/access/rights.ts'
import { placeOf } from '#lib/projects/connect/place.ts'
import { waysToConnect } from '#lib/projects/connect/ways.ts'
import { projectContents } from '#lib/projects/data.ts'
import { readIntake } from '#lib/projects/intake/data.ts'
import { isFixed } from '#lib/projects/schema.ts'

interface Props {
  params: Promise<{ id: string }>
  searchParams: Promise<Query>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Project ${(await params).id}` }
}

const above = [
  { href: '/settings', label: 'Settings' },
  { href: '/settings/projects', label: 'Projects' },
]

export default async function Page({ params, searchParams }: Props) {
  const person = await requirePerson('projects:read')
  const reach = reachOf(person)
  const mayWrite = may(person, 'projects:write')
  const project = await projectAt(reach, (await params).id)
  const { id, name, declared, keys } = project
  const query = await searchParams
  const span = spanOf(query)
  const [intake, contents, asked] = await Promise.all([
    readIntake(reach, id, { from: new Date(Date.now() - span.ms) }),
    projectContents(reach, id),
    headers(),
  ])
  const live = keys.filter(({ revokedAt }) => revokedAt === null)
  const host = URL.parse(`http://${asked.get('host')}`)?.hostname ?? '127.0.0.1'
  const ways = waysToConnect({
    project,
    publicKey: live[0]?.publicKey ?? null,
    place: placeOf(ownEnv(), host),
  })

  return (
    <>
      <Live topics={['config', 'errors']} />
      <PageHeader
        above={above}
        title={name}
        beside={
          <>
            number {id}
            {declared && <Tag>belfry.yaml</Tag>}
            <GroupTags groups={project.groups} />
          </>
        }
        actions={
          <>
            <ButtonLink href={`/errors?project=${encodeURIComponent(name)}`}>Its errors</ButtonLink>
            <ButtonLink href={`/explore?project=${encodeURIComponent(name)}`}>
              Its metrics
            </ButtonLink>
            <ButtonLink href={`/events?project=${encodeURIComponent(name)}`}>Its events</ButtonLink>
            {mayWrite && !declared && !isFixed(id) && (
              <ProjectMenu project={{ id, name }} contents={contents} />
            )}
            {mayWrite && !declared && (
              <ButtonLink href={`/settings/projects/${id}/edit`} variant="filled">
                Edit
              </ButtonLink>
            )}
          </>
        }
      />
      <ProjectFacts project={project} />
      {mayWrite && <ConnectPanel ways={ways} query={query} path={`/settings/projects/${id}`} />}
      <IntakePanel intake={intake} span={span} query={query} path={`/settings/projects/${id}`} />
      {mayWrite && <KeysPanel projectId={id} keys={keys} />}
      <TrailPanel subject="project" subjectId={id} />
    </>
  )
}
