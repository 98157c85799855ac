import { Button } from '@mantine/core'
import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { requirePerson } from '#app/_server/person.ts'
import { PageHeader } from '#app/_ui/page-header.tsx'
import table from '#app/_ui/table.module.css'
import { monitorsUsingSource } from '#lib/monitors/references/data.ts'
import { ownSources, sourcePlugin } from '#lib/registry.ts'
import { drawMethods } from '../_playground/draw-methods.ts'
import { Playground } from '../_playground/playground.tsx'
import { HealthBadge } from '../health-badge.tsx'
import { SourceMenu } from '../source-menu.tsx'
import { sourceOrNotFound } from './source.ts'
import { SourceFacts } from './source-facts.tsx'

export async function generateMetadata({ params }: PageProps<'/sources/[key]'>): Promise<Metadata> {
  return { title: (await params).key }
}

const above = [{ href: '/sources', label: 'Sources' }]

export default async function Page({ params }: PageProps<'/sources/[key]'>) {
  await requirePerson()
  const { key } = await params
  const own = ownSources.find(({ id }) => id === key)
  const users = await monitorsUsingSource(key)
  if (own)
    return (
      <>
        <PageHeader above={above} title={key} beside={own.description} />
        <SourceFacts users={users} />
        <Playground source={key} methods={drawMethods(own)} />
      </>
    )

  const source = await sourceOrNotFound(key)
  const plugin = sourcePlugin(source.type)
  if (!plugin) notFound()
  return (
    <>
      <PageHeader
        above={above}
        title={key}
        beside={
          <>
            <HealthBadge health={source.health} enabled={source.enabled} />
            {plugin.label}
            {source.declared && <span className={table.tag}>in file</span>}
          </>
        }
        actions={
          !source.declared && (
            <>
              <SourceMenu source={key} enabled={source.enabled} users={users} />
              <Button component={Link} href={`/sources/${key}/edit`} variant="filled">
                Edit
              </Button>
            </>
          )
        }
      />
      <SourceFacts source={source} users={users} />
      <Playground source={key} methods={drawMethods(plugin)} />
    </>
  )
}
