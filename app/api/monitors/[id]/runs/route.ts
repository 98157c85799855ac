import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { oneMonitor, page, paging } from '#app/api/_shapes/lists.ts'
import { run } from '#app/api/_shapes/monitors.ts'
import { reachOf } from '#lib/access/reach.ts'
import { getMonitor } from '#lib/monitors/data.ts'
import { runsOf } from '#lib/monitors/history/data.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: 'monitors:read',
    summary: "Lists a monitor's runs, newest first",
    params: oneMonitor,
    query: paging,
    answer: page(run),
    handle: async ({ params, query, person }) =>
      runsOf((await getMonitor(reachOf(person), params.id)).id, query),
  }),
})
