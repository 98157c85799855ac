import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { oneMonitor, page, paging } from '#app/api/_shapes/lists.ts'
import { version } from '#app/api/_shapes/monitors.ts'
import { reachOf } from '#lib/access/reach.ts'
import { getMonitor } from '#lib/monitors/data.ts'
import { versionsOf } from '#lib/monitors/versions/data.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: 'monitors:read',
    summary: "Lists a monitor's versions, newest first",
    params: oneMonitor,
    query: paging,
    answer: page(version),
    handle: async ({ params, query, person }) =>
      versionsOf((await getMonitor(reachOf(person), params.id)).id, query),
  }),
})
