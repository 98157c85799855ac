import type { Metadata } from 'next'
import { requirePerson } from '#app/_server/person.ts'
import { PageHeader } from '#app/_ui/page-header.tsx'
import { Panel } from '#app/_ui/panel.tsx'
import { PluginChoice } from '#app/_ui/plugin-form/plugin-choice.tsx'
import form from '#app/_ui/plugin-form/plugin-form.module.css'
import { one, type Query } from '#app/_ui/query.ts'
import { AlertForm } from '#app/(signed-in)/alerts/alert-form.tsx'
import { DEFAULT_STATES } from '#lib/alerting/switches.ts'
import { fieldsOf } from '#lib/form.ts'
import { alertPlugin, alertPlugins } from '#lib/registry.ts'

interface Props {
  searchParams: Promise<Query>
}

export const metadata: Metadata = { title: 'New alert' }

const above = [{ href: '/alerts', label: 'Alerts' }]

export default async function Page({ searchParams }: Props) {
  await requirePerson('alerts:write')
  const plugin = alertPlugin(one(await searchParams, 'type') ?? '')
  if (!plugin)
    return (
      <>
        <PageHeader above={above} title="New alert" beside="How should people be told?" />
        <PluginChoice plugins={alertPlugins()} />
      </>
    )

  return (
    <>
      <PageHeader
        above={[...above, { href: '/alerts/new', label: 'New' }]}
        title={plugin.label}
        beside={plugin.description}
      />
      <Panel className={form.panel}>
        <AlertForm
          type={plugin.id}
          fields={fieldsOf(plugin.config)}
          saved={null}
          states={[...DEFAULT_STATES]}
        />
      </Panel>
    </>
  )
}
