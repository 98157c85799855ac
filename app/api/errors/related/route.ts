import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { relatedQuery } from '#app/api/_shapes/error-queries.ts'
import { related } from '#app/api/_shapes/errors.ts'
import { reachOf } from '#lib/access/reach.ts'
import { relatedTo } from '#lib/errors/examples/data.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: 'errors:read',
    summary: 'Reads the errors and events of one trace, oldest first',
    query: relatedQuery,
    answer: related,
    handle: ({ query, person }) => relatedTo(reachOf(person), query.trace),
  }),
})
