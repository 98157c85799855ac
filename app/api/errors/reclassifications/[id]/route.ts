import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { oneSignature, reclassification } from '#app/api/_shapes/errors.ts'
import { reachOf } from '#lib/access/reach.ts'
import { getReclassification } from '#lib/errors/reclassify/data.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: 'errors:read',
    summary: 'Reads how far a reclassification is',
    params: oneSignature,
    answer: reclassification,
    handle: ({ params, person }) => getReclassification(reachOf(person), params.id),
  }),
})
