import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { dashboard, dashboardPatch, oneDashboard } from '#app/api/_shapes/dashboards.ts'
import { reachOf } from '#lib/access/reach.ts'
import { getDashboard } from '#lib/dashboards/data.ts'
import { deleteDashboard, updateDashboard } from '#lib/dashboards/mutations.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: 'dashboards:read',
    summary: 'Reads a dashboard',
    params: oneDashboard,
    answer: dashboard,
    handle: ({ params, person }) => getDashboard(reachOf(person), params.id),
  }),
  PATCH: serve({
    right: 'dashboards:write',
    summary: 'Changes a dashboard',
    params: oneDashboard,
    body: dashboardPatch,
    answer: dashboard,
    async handle({ params, body, person }) {
      const { version, ...patch } = body
      await updateDashboard(params.id, patch, person, version)
      return getDashboard(reachOf(person), params.id)
    },
  }),
  DELETE: serve({
    right: 'dashboards:write',
    summary: 'Deletes a dashboard; for 30 days that can be undone',
    params: oneDashboard,
    answer: null,
    handle: ({ params, person }) => deleteDashboard(params.id, person),
  }),
})
