import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { datasetQuery } from '#app/api/_shapes/metrics.ts'
import { askedOf } from '#app/api/metrics/_asked.ts'
import { csvAnswer } from '#app/api/metrics/_csv.ts'
import { filtersOf } from '#app/api/metrics/_filters.ts'
import { reachOf } from '#lib/access/reach.ts'
import { readPointsByValue } from '#lib/metrics/data.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: 'metrics:read',
    summary: 'A series of a metric for every value of one of its filters as CSV, a column each',
    query: datasetQuery,
    answer: 'text/csv',
    async handle({ query: { filters, most, filter_name, ...query }, person }) {
      const { project, asked, zone } = await askedOf(reachOf(person), query)
      const wanted = { filters: filtersOf({ filters }), most }
      const byValue = await readPointsByValue(project, asked, filter_name, wanted)
      const columns = [...byValue].map(([label, points]) => ({ label, points }))
      return csvAnswer(asked.name, zone, columns)
    },
  }),
})
