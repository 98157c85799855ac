import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { oneVersion, wholeVersion } from '#app/api/_shapes/dashboards.ts'
import { reachOf } from '#lib/access/reach.ts'
import { getDashboard, getVersion } from '#lib/dashboards/data.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: 'dashboards:read',
    summary: 'Reads a version of a dashboard, as it was saved',
    params: oneVersion,
    answer: wholeVersion,
    handle: async ({ params, person }) =>
      getVersion((await getDashboard(reachOf(person), params.id)).id, params.version),
  }),
})
