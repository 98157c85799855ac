import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { requirePerson } from '#app/_server/person.ts'
import { PageHeader } from '#app/_ui/page-header.tsx'
import { Panel } from '#app/_ui/panel.tsx'
import { fieldsOf } from '#lib/form.ts'
import { sourcePlugin } from '#lib/registry.ts'
import { SourceForm } from '../../source-form.tsx'
import { sourceOrNotFound } from '../source.ts'

export async function generateMetadata({
  params,
}: PageProps<'/sources/[key]/edit'>): Promise<Metadata> {
  return { title: `Edit ${(await params).key}` }
}

export default async function Page({ params }: PageProps<'/sources/[key]/edit'>) {
  await requirePerson()
  const { key } = await params
  const source = await sourceOrNotFound(key)
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
      <Panel>
        <SourceForm
          type={source.type}
          fields={fieldsOf(plugin.config)}
          saved={{
            key,
            description: source.description,
            enabled: source.enabled,
            config: source.config,
          }}
        />
      </Panel>
    </>
  )
}
