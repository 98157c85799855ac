import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { metricNames, metricNamesQuery } from '#app/api/_shapes/metrics.ts'
import { reachOf } from '#lib/access/reach.ts'
import { listMetrics } from '#lib/metrics/catalog/data.ts'
import { getProjectNamed } from '#lib/projects/data.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: 'metrics:read',
    summary: 'The metrics of a project by name, without their filters',
    query: metricNamesQuery,
    answer: metricNames,
    async handle({ query: { project, ...asked }, person }) {
      const { id } = await getProjectNamed(reachOf(person), project)
      return listMetrics(id, asked)
    },
  }),
})
