import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { orNotFound } from '#app/_server/not-found.ts'
import { requireReach } from '#app/_server/reach.ts'
import { PageHeader } from '#app/_ui/page-header.tsx'
import { Panel } from '#app/_ui/panel.tsx'
import form from '#app/_ui/plugin-form/plugin-form.module.css'
import { SourceForm } from '#app/(signed-in)/sources/source-form.tsx'
import { groupsToGive } from '#lib/access/reach/data.ts'
import { fieldsOf } from '#lib/form.ts'
import { sourcePlugin } from '#lib/registry.ts'
import { getSource } from '#lib/sources/data.ts'

interface Props {
  params: Promise<{ key: string }>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Edit ${(await params).key}` }
}

export default async function Page({ params }: Props) {
  const reach = await requireReach('sources:write')
  const { key } = await params
  const source = await orNotFound(getSource(reach, key))
  const plugin = sourcePlugin(source.type)
  if (source.declared || !plugin) redirect(`/sources/${key}`)

  return (
    <>
      <PageHeader
        above={[
          { href: '/sources', label: 'Sources' },
          { href: `/sources/${key}`, label: key },
        ]}
        title="Edit"
        beside={plugin.label}
      />
      <Panel className={form.panel}>
        <SourceForm
          type={source.type}
          fields={fieldsOf(plugin.config)}
          saved={{
            key,
            description: source.description,
            enabled: source.enabled,
            groups: source.groups,
            config: source.config,
          }}
          groups={await groupsToGive(reach)}
        />
      </Panel>
    </>
  )
}
