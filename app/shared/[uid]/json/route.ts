import { titleOf } from '#app/_ui/panel-body/title.ts'
import { sharedRoute } from '#app/shared/_answer.ts'
import { drawView, openView } from '#app/shared/_read.ts'
import { panelForAll } from '#lib/charts/shared/public.ts'

export const GET = sharedRoute(async (uid, query) => {
  const shared = await openView(uid, query)
  const drawn = await drawView(shared)
  const { panel } = shared.view
  const name = shared.chart.name || titleOf(panel)
  return Response.json({ name, panel: panelForAll(panel, name), drawn })
})
