import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { metricTree, treeQuery } from '#app/api/_shapes/metrics.ts'
import { reachOf } from '#lib/access/reach.ts'
import { readTree } from '#lib/metrics/tree/data.ts'
import { getProjectNamed } from '#lib/projects/data.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: 'metrics:read',
    summary: 'The metrics of a project with their filters and the values of these',
    query: treeQuery,
    answer: metricTree,
    async handle({ query, person }) {
      const { id } = await getProjectNamed(reachOf(person), query.project)
      return readTree(id)
    },
  }),
})
