import { sharedRoute } from '#app/shared/_answer.ts'
import { drawView, openView } from '#app/shared/_read.ts'
import { panelForAll } from '#lib/charts/shared/public.ts'

export const GET = sharedRoute(async (uid, query) => {
  const shared = await openView(uid, query)
  const drawn = await drawView(shared)
  return Response.json({ name: shared.chart.name, panel: panelForAll(shared.view.panel), drawn })
})
