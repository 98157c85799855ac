import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { dashboard, oneVersion } from '#app/api/_shapes/dashboards.ts'
import { reachOf } from '#lib/access/reach.ts'
import { getDashboard } from '#lib/dashboards/data.ts'
import { restoreVersion } from '#lib/dashboards/mutations.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  POST: serve({
    right: 'dashboards:write',
    summary: 'Brings back an old version of a dashboard as a new one; who may see it stays',
    params: oneVersion,
    answer: dashboard,
    async handle({ params, person }) {
      await restoreVersion(params.id, params.version, person)
      return getDashboard(reachOf(person), params.id)
    },
  }),
})
