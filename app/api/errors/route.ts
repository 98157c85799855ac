import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { signatureQuery } from '#app/api/_shapes/error-queries.ts'
import { signature } from '#app/api/_shapes/errors.ts'
import { page } from '#app/api/_shapes/lists.ts'
import { reachOf } from '#lib/access/reach.ts'
import { listSignatures } from '#lib/errors/data.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: 'errors:read',
    summary:
      'Lists signatures, those seen last first; with a range those seen in it, most errors first',
    query: signatureQuery,
    answer: page(signature),
    handle: ({ query, person }) => listSignatures({ ...query, reach: reachOf(person) }),
  }),
})
