import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { oneTimeseriesQuery } from '#app/api/_shapes/error-queries.ts'
import { oneSignature, oneTimeseries } from '#app/api/_shapes/errors.ts'
import { oneLine } from '#app/api/errors/_series.ts'
import { reachOf } from '#lib/access/reach.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: 'errors:read',
    summary: "A signature's counts over time, zeros included",
    params: oneSignature,
    query: oneTimeseriesQuery,
    answer: oneTimeseries,
    handle: ({ params, query, person }) => oneLine(reachOf(person), params.id, query),
  }),
})
