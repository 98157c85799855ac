import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { dataset, datasetQuery } from '#app/api/_shapes/metrics.ts'
import { askedOf } from '#app/api/metrics/_asked.ts'
import { filtersOf } from '#app/api/metrics/_filters.ts'
import { reachOf } from '#lib/access/reach.ts'
import { readPointsByValue } from '#lib/metrics/data.ts'
import { rangeInfo } from '#lib/metrics/range.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: 'metrics:read',
    summary: 'A series of a metric for every value of one of its filters',
    query: datasetQuery,
    answer: dataset,
    async handle({ query, person }) {
      const { project, asked } = await askedOf(reachOf(person), query)
      const { filters, most } = query
      const wanted = { filters: filtersOf({ filters }), most }
      const byValue = await readPointsByValue(project, asked, query.filter_name, wanted)
      const data = Object.fromEntries(
        [...byValue].map(([value, range]) => [value, { range, ...rangeInfo(range) }]),
      )
      return {
        ...{ data, project: project.name, period: asked.period, name: asked.name },
        filter_name: query.filter_name,
      }
    },
  }),
})
