import type { Metadata } from 'next'
import { requireReach } from '#app/_server/reach.ts'
import { PageHeader } from '#app/_ui/page-header.tsx'
import { Panel } from '#app/_ui/panel.tsx'
import { PluginChoice } from '#app/_ui/plugin-form/plugin-choice.tsx'
import form from '#app/_ui/plugin-form/plugin-form.module.css'
import type { Query } from '#app/_ui/query.ts'
import { SourceForm } from '#app/(signed-in)/sources/source-form.tsx'
import { groupsToGive } from '#lib/access/reach/data.ts'
import { fieldsOf } from '#lib/form.ts'
import { ownSources, sourcePlugin, sourcePlugins } from '#lib/registry.ts'

interface Props {
  searchParams: Promise<Query>
}

export const metadata: Metadata = { title: 'New source' }

const above = [{ href: '/sources', label: 'Sources' }]

export default async function Page({ searchParams }: Props) {
  const reach = await requireReach('sources:write')
  const { type } = await searchParams
  const plugin = typeof type === 'string' ? sourcePlugin(type) : undefined
  if (!plugin || ownSources.includes(plugin))
    return (
      <>
        <PageHeader above={above} title="New source" beside="What should monitors read?" />
        <PluginChoice plugins={sourcePlugins().filter(offered => !ownSources.includes(offered))} />
      </>
    )

  return (
    <>
      <PageHeader
        above={[...above, { href: '/sources/new', label: 'New' }]}
        title={plugin.label}
        beside={plugin.description}
      />
      <Panel className={form.panel}>
        <SourceForm
          type={plugin.id}
          fields={fieldsOf(plugin.config)}
          saved={null}
          groups={await groupsToGive(reach)}
        />
      </Panel>
    </>
  )
}
