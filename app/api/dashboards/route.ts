import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { dashboard, dashboardLine, dashboardQuery } from '#app/api/_shapes/dashboards.ts'
import { page } from '#app/api/_shapes/lists.ts'
import { reachOf } from '#lib/access/reach.ts'
import { getDashboard, listDashboards } from '#lib/dashboards/data.ts'
import { createDashboard } from '#lib/dashboards/mutations.ts'
import { dashboardInput } from '#lib/dashboards/schema.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: 'dashboards:read',
    summary: 'Lists dashboards by name',
    query: dashboardQuery,
    answer: page(dashboardLine),
    handle: ({ query, person }) => listDashboards(reachOf(person), query),
  }),
  POST: serve({
    right: 'dashboards:write',
    summary: 'Creates a dashboard',
    body: dashboardInput,
    answer: dashboard,
    status: 201,
    handle: async ({ body, person }) =>
      getDashboard(reachOf(person), await createDashboard(body, person)),
  }),
})
