import type { Metadata } from 'next'
import { requireReach } from '#app/_server/reach.ts'
import { DashboardEditor } from '#app/(signed-in)/dashboards/_editor/dashboard-editor.tsx'
import { offersFor } from '#app/(signed-in)/dashboards/_editor/offers.ts'
import { RANGE_KEYS } from '#lib/dashboards/schema.ts'

export const metadata: Metadata = { title: 'New dashboard' }

export default async function Page() {
  const reach = await requireReach('dashboards:write')
  const blank = { name: '', description: '', groups: [], range: RANGE_KEYS[3], panels: [] }
  return (
    <DashboardEditor edited={null} saved={blank} offers={await offersFor(reach)} now={Date.now()} />
  )
}
