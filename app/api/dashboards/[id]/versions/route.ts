import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { oneDashboard, versionLine } from '#app/api/_shapes/dashboards.ts'
import { page, paging } from '#app/api/_shapes/lists.ts'
import { reachOf } from '#lib/access/reach.ts'
import { getDashboard, versionsOf } from '#lib/dashboards/data.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: 'dashboards:read',
    summary: "Lists a dashboard's versions, newest first",
    params: oneDashboard,
    query: paging,
    answer: page(versionLine),
    handle: async ({ params, query, person }) =>
      versionsOf((await getDashboard(reachOf(person), params.id)).id, query),
  }),
})
