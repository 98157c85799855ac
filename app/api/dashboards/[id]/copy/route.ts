import { z } from 'zod'
import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { dashboard, oneDashboard } from '#app/api/_shapes/dashboards.ts'
import { reachOf } from '#lib/access/reach.ts'
import { getDashboard } from '#lib/dashboards/data.ts'
import { copyDashboard } from '#lib/dashboards/mutations.ts'
import { dashboardInput } from '#lib/dashboards/schema.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  POST: serve({
    right: 'dashboards:write',
    summary: 'Makes a copy of a dashboard',
    params: oneDashboard,
    body: z.strictObject({ name: dashboardInput.shape.name.optional() }).prefault({}),
    answer: dashboard,
    status: 201,
    handle: async ({ params, body, person }) =>
      getDashboard(reachOf(person), await copyDashboard(params.id, person, body.name)),
  }),
})
