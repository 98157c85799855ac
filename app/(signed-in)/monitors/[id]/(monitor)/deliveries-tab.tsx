import { requireReach } from '#app/_server/reach.ts'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { Pager } from '#app/_ui/pager.tsx'
import { DeliveryTable } from '#app/(signed-in)/deliveries/delivery-table.tsx'
import css from '#app/(signed-in)/monitors/[id]/(monitor)/tabs.module.css'
import type { TabProps } from '#app/(signed-in)/monitors/[id]/(monitor)/tabs-panel.tsx'
import { deliveryPage } from '#lib/alerting/deliveries/data.ts'

export async function DeliveriesTab({ monitor, page, hrefOf }: TabProps) {
  const {
    items,
    total,
    page: shown,
  } = await deliveryPage(await requireReach('deliveries:read'), { monitor: monitor.id }, page)
  if (items.length === 0)
    return (
      <EmptyState title="Nobody was told yet">
        When the state changes, what went to which alert stands here, with every attempt.
      </EmptyState>
    )

  return (
    <>
      <DeliveryTable deliveries={items} />
      <div className={css.foot}>
        <Pager page={shown} total={total} hrefOf={hrefOf} />
      </div>
    </>
  )
}
