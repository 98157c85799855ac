import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { requireReach } from '#app/_server/reach.ts'
import { DashboardEditor } from '#app/(signed-in)/dashboards/_editor/dashboard-editor.tsx'
import { offersFor } from '#app/(signed-in)/dashboards/_editor/offers.ts'
import { dashboardAt } from '#app/(signed-in)/dashboards/at.ts'

export const metadata: Metadata = { title: 'Edit dashboard' }

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const reach = await requireReach('dashboards:write')
  const dashboard = await dashboardAt(reach, (await params).id)
  const { id, version, name, description, groups, range, panels } = dashboard
  if (dashboard.declared) redirect(`/dashboards/${id}`)
  return (
    <DashboardEditor
      edited={{ id, version }}
      saved={{ name, description, groups, range, panels }}
      offers={await offersFor(reach)}
      now={Date.now()}
    />
  )
}
