import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { orNotFound } from '#app/_server/not-found.ts'
import { requireReach } from '#app/_server/reach.ts'
import { ButtonLink } from '#app/_ui/button-link.tsx'
import { GroupTags } from '#app/_ui/group-tags.tsx'
import { IfMay } from '#app/_ui/may.tsx'
import { PageHeader } from '#app/_ui/page-header.tsx'
import { Tag } from '#app/_ui/tag.tsx'
import { TrailPanel } from '#app/(signed-in)/_trail/trail-panel.tsx'
import { drawMethods } from '#app/(signed-in)/sources/_playground/draw-methods.ts'
import { Playground } from '#app/(signed-in)/sources/_playground/playground.tsx'
import { SourceFacts } from '#app/(signed-in)/sources/[key]/source-facts.tsx'
import { SourceWarning } from '#app/(signed-in)/sources/[key]/source-warning.tsx'
import { HealthBadge } from '#app/(signed-in)/sources/health-badge.tsx'
import { SourceMenu } from '#app/(signed-in)/sources/source-menu.tsx'
import { monitorsUsingSource } from '#lib/monitors/references/data.ts'
import { ownSources, sourcePlugin } from '#lib/registry.ts'
import { getSource } from '#lib/sources/data.ts'

interface Props {
  params: Promise<{ key: string }>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await params).key }
}

const above = [{ href: '/sources', label: 'Sources' }]

export default async function Page({ params }: Props) {
  const reach = await requireReach('sources:read')
  const { key } = await params
  const own = ownSources.find(({ id }) => id === key)
  const users = await monitorsUsingSource(reach, key)
  if (own)
    return (
      <>
        <PageHeader above={above} title={key} beside={own.description} />
        <SourceFacts users={users} />
        <IfMay right="sources:query">
          <Playground source={key} methods={drawMethods(own)} />
        </IfMay>
      </>
    )

  const source = await orNotFound(getSource(reach, key))
  const plugin = sourcePlugin(source.type)
  if (!plugin) notFound()
  return (
    <>
      <PageHeader
        above={above}
        title={key}
        beside={
          <>
            {plugin.label}
            <HealthBadge health={source.health} enabled={source.enabled} />
            {source.declared && <Tag>belfry.yaml</Tag>}
            <GroupTags groups={source.groups} />
          </>
        }
        actions={
          !source.declared && (
            <IfMay right="sources:write">
              <SourceMenu source={key} enabled={source.enabled} users={users} />
              <ButtonLink href={`/sources/${key}/edit`} variant="filled">
                Edit
              </ButtonLink>
            </IfMay>
          )
        }
      />
      <SourceFacts source={source} users={users} />
      {plugin.warn && (
        <IfMay right="sources:write">
          <SourceWarning source={key} />
        </IfMay>
      )}
      <IfMay right="sources:query">
        <Playground source={key} methods={drawMethods(plugin)} />
      </IfMay>
      <TrailPanel subject="source" subjectId={key} />
    </>
  )
}
