import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { oneTimeseriesQuery } from '#app/api/_shapes/error-queries.ts'
import { oneSignature } from '#app/api/_shapes/errors.ts'
import { csvAnswer, oneLine } from '#app/api/errors/_series.ts'
import { reachOf } from '#lib/access/reach.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: 'errors:read',
    summary: "A signature's counts over time as CSV",
    params: oneSignature,
    query: oneTimeseriesQuery,
    answer: 'text/csv',
    async handle({ params, query, person }) {
      const { id, points } = await oneLine(reachOf(person), params.id, query)
      return csvAnswer(`signature-${id}`, [{ label: 'count', points }])
    },
  }),
})
