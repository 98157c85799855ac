import type { Metadata } from 'next'
import { requireReach } from '#app/_server/reach.ts'
import { DashboardEditor } from '#app/(signed-in)/dashboards/_editor/dashboard-editor.tsx'
import { offersFor } from '#app/(signed-in)/dashboards/_editor/offers.ts'
import type { DashboardDefinition } from '#lib/dashboards/schema.ts'

export const metadata: Metadata = { title: 'New dashboard' }

const BLANK: DashboardDefinition = {
  ...{ name: '', description: '', groups: [], range: '24h', panels: [] },
}

export default async function Page() {
  const reach = await requireReach('dashboards:write')
  return (
    <DashboardEditor edited={null} saved={BLANK} offers={await offersFor(reach)} now={Date.now()} />
  )
}
