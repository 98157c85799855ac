import type { Metadata } from 'next'
import { requireReach } from '#app/_server/reach.ts'
import { ButtonLink } from '#app/_ui/button-link.tsx'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { IfMay } from '#app/_ui/may.tsx'
import { PageHeader } from '#app/_ui/page-header.tsx'
import { Panel } from '#app/_ui/panel.tsx'
import { LiveIndicator } from '#app/_ui/use-live.tsx'
import { AlertTable } from '#app/(signed-in)/alerts/(list)/alert-table.tsx'
import { listAlerts } from '#lib/alerting/data.ts'
import { alertPlugin } from '#lib/registry.ts'

export const metadata: Metadata = { title: 'Alerts' }

/** An installation has a handful; the list is not paged. */
const LIMIT = 500

export default async function Page() {
  const reach = await requireReach('alerts:read')
  const { items } = await listAlerts(reach, { limit: LIMIT })
  const rows = items.map(({ config, ...alert }) => ({
    ...alert,
    label: alertPlugin(alert.type)?.label ?? alert.type,
  }))

  return (
    <>
      <PageHeader
        title="Alerts"
        beside={rows.length > 0 && rows.length}
        actions={
          <>
            {rows.length > 0 && <LiveIndicator />}
            <NewAlert />
          </>
        }
      />
      <Panel flush>
        {rows.length > 0 ? (
          <AlertTable rows={rows} />
        ) : (
          <EmptyState title="No alerts yet" actions={<NewAlert />}>
            An alert tells people when a monitor changes its state: by e-mail, Slack, SNS,
            PagerDuty, a webhook and more. Until there is one, nobody is told.
          </EmptyState>
        )}
      </Panel>
    </>
  )
}

const NewAlert = () => (
  <IfMay right="alerts:write">
    <ButtonLink href="/alerts/new" variant="filled">
      New alert
    </ButtonLink>
  </IfMay>
)
