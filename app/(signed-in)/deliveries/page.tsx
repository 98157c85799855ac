import type { Metadata } from 'next'
import { requireReach } from '#app/_server/reach.ts'
import { ButtonLink } from '#app/_ui/button-link.tsx'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { Live } from '#app/_ui/live.tsx'
import { IfMay } from '#app/_ui/may.tsx'
import { PageHeader } from '#app/_ui/page-header.tsx'
import { Pager } from '#app/_ui/pager.tsx'
import { Panel } from '#app/_ui/panel.tsx'
import { one, type Query, withQuery } from '#app/_ui/query.ts'
import { LiveIndicator } from '#app/_ui/use-live.tsx'
import { DeliveryFilters } from '#app/(signed-in)/deliveries/delivery-filters.tsx'
import { DeliveryTable } from '#app/(signed-in)/deliveries/delivery-table.tsx'
import { DeliveriesTabs } from '#app/(signed-in)/deliveries/tabs.tsx'
import { filterOf, isFiltered } from '#app/(signed-in)/deliveries/view.ts'
import { listAlerts } from '#lib/alerting/data.ts'
import { deliveryPage } from '#lib/alerting/deliveries/data.ts'
import { findMonitor } from '#lib/monitors/data.ts'

export const metadata: Metadata = { title: 'Deliveries' }

const SIZE = 50
const ALERTS_OFFERED = 500

export default async function Page({ searchParams }: { searchParams: Promise<Query> }) {
  const reach = await requireReach('deliveries:read')
  const query = await searchParams
  const filter = filterOf(query)
  const [{ items, page, total }, alerts, monitor] = await Promise.all([
    deliveryPage(reach, filter, one(query, 'page'), SIZE),
    listAlerts(reach, { limit: ALERTS_OFFERED }),
    filter.monitor === undefined ? null : findMonitor(reach, filter.monitor),
  ])

  return (
    <>
      <PageHeader
        title="Deliveries"
        beside={total.toLocaleString('en')}
        actions={<LiveIndicator />}
      />
      <DeliveriesTabs current="/deliveries" />
      <DeliveryFilters
        query={query}
        filter={filter}
        alerts={alerts.items.map(({ key }) => key)}
        monitor={monitor && { id: monitor.id, name: monitor.name }}
      />
      <Panel flush>
        {items.length > 0 ? (
          <DeliveryTable deliveries={items} />
        ) : (
          <>
            <Live topics={['deliveries']} />
            <Nothing filtered={isFiltered(filter)} hasAlerts={alerts.items.length > 0} />
          </>
        )}
      </Panel>
      <Pager
        page={page}
        total={total}
        hrefOf={to => withQuery('/deliveries', query, { page: String(to) })}
      />
    </>
  )
}

function Nothing({ filtered, hasAlerts }: { filtered: boolean; hasAlerts: boolean }) {
  if (filtered)
    return (
      <EmptyState
        title="No delivery fits"
        actions={<ButtonLink href="/deliveries">Show all</ButtonLink>}
      >
        Nothing that was told is like this.
      </EmptyState>
    )
  if (hasAlerts)
    return (
      <EmptyState title="Nothing was told yet">
        When a monitor changes its state, what went to whom stands here, with every attempt.
      </EmptyState>
    )
  return (
    <EmptyState
      title="Nobody is told yet"
      actions={
        <IfMay right="alerts:write">
          <ButtonLink href="/alerts/new" variant="filled">
            New alert
          </ButtonLink>
        </IfMay>
      }
    >
      There is no alert. Add one, and what it tells stands here, with every attempt.
    </EmptyState>
  )
}
