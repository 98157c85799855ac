import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { orNotFound } from '#app/_server/not-found.ts'
import { requirePerson } from '#app/_server/person.ts'
import { ButtonLink } from '#app/_ui/button-link.tsx'
import { IfMay } from '#app/_ui/may.tsx'
import { PageHeader } from '#app/_ui/page-header.tsx'
import { Panel } from '#app/_ui/panel.tsx'
import form from '#app/_ui/plugin-form/plugin-form.module.css'
import { Tag } from '#app/_ui/tag.tsx'
import { TrailPanel } from '#app/(signed-in)/_trail/trail-panel.tsx'
import { DeleteAlert } from '#app/(signed-in)/alerts/[key]/delete-alert.tsx'
import { AlertForm } from '#app/(signed-in)/alerts/alert-form.tsx'
import { DeliveryTable } from '#app/(signed-in)/deliveries/delivery-table.tsx'
import { reachOf } from '#lib/access/reach.ts'
import { getAlert } from '#lib/alerting/data.ts'
import { listDeliveries } from '#lib/alerting/deliveries/data.ts'
import { shownTo } from '#lib/alerting/shown.ts'
import { fieldsOf } from '#lib/form.ts'
import { monitorsChoosingAlert } from '#lib/monitors/references/data.ts'
import { alertPlugin } from '#lib/registry.ts'

interface Props {
  params: Promise<{ key: string }>
}

const RECENT = 10

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await params).key }
}

export default async function Page({ params }: Props) {
  const person = await requirePerson('alerts:read')
  const reach = reachOf(person)
  const { key } = await params
  const alert = shownTo(person, await orNotFound(getAlert(reach, key)))
  const { description, enabled, states, config } = alert
  const plugin = alertPlugin(alert.type)
  if (!plugin) notFound()
  const [{ items }, choosers] = await Promise.all([
    listDeliveries(reach, { alert: key, limit: RECENT }),
    monitorsChoosingAlert(reach, key),
  ])

  return (
    <>
      <PageHeader
        above={[{ href: '/alerts', label: 'Alerts' }]}
        title={key}
        beside={
          <>
            {plugin.label}
            {alert.declared && <Tag>belfry.yaml</Tag>}
          </>
        }
        actions={
          !alert.declared && (
            <IfMay right="alerts:write">
              <DeleteAlert alert={key} choosers={choosers} />
            </IfMay>
          )
        }
      />
      <Panel className={form.panel}>
        {alert.declared && (
          <p className={form.note}>
            Declared in the configuration file: change it there, then run belfry apply.
          </p>
        )}
        <AlertForm
          type={alert.type}
          fields={fieldsOf(plugin.config)}
          saved={{ key, description, enabled, states, config }}
          states={states}
          readOnly={alert.declared}
        />
      </Panel>
      <Panel
        flush
        title="Recent deliveries"
        actions={
          items.length > 0 && (
            <ButtonLink size="compact-sm" href={`/deliveries?alert=${key}`}>
              All of them
            </ButtonLink>
          )
        }
      >
        {items.length > 0 ? (
          <DeliveryTable deliveries={items} />
        ) : (
          <p className={form.nothing}>Nothing was told yet. A test is not noted here.</p>
        )}
      </Panel>
      <TrailPanel subject="alert" subjectId={key} />
    </>
  )
}
