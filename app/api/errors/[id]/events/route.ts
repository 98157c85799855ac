import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { example, oneSignature } from '#app/api/_shapes/errors.ts'
import { page, paging } from '#app/api/_shapes/lists.ts'
import { reachOf } from '#lib/access/reach.ts'
import { examplesOf } from '#lib/errors/examples/data.ts'
import { knownRoot } from '#lib/errors/source/data.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: 'errors:read',
    summary: "A signature's kept errors, whole, newest first",
    params: oneSignature,
    query: paging,
    answer: page(example),
    handle: async ({ params, query, person }) =>
      examplesOf(await knownRoot(reachOf(person), params.id), query),
  }),
})
