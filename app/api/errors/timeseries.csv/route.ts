import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { timeseriesQuery } from '#app/api/_shapes/error-queries.ts'
import { csvAnswer } from '#app/api/errors/_series.ts'
import { reachOf } from '#lib/access/reach.ts'
import { timeseriesOf } from '#lib/errors/timeseries/data.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: 'errors:read',
    summary: 'Counts over time of the most frequent signatures and of all, as CSV',
    query: timeseriesQuery,
    answer: 'text/csv',
    async handle({ query, person }) {
      const { lines, total } = await timeseriesOf({ ...query, reach: reachOf(person) })
      const columns = lines.map(({ id, name, template, points }) => ({
        label: `${id} ${name || template}`,
        points,
      }))
      return csvAnswer('errors', [{ label: 'total', points: total.points }, ...columns])
    },
  }),
})
