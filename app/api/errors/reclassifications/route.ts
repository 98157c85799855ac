import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { reclassification } from '#app/api/_shapes/errors.ts'
import { page, paging } from '#app/api/_shapes/lists.ts'
import { reachOf } from '#lib/access/reach.ts'
import { startReclassification } from '#lib/errors/mutations.ts'
import { reclassifyScope } from '#lib/errors/operations/schema.ts'
import { getReclassification, listReclassifications } from '#lib/errors/reclassify/data.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: 'errors:read',
    summary: 'Lists what is being, or was, classified again, newest first',
    query: paging,
    answer: page(reclassification),
    handle: ({ query, person }) => listReclassifications(reachOf(person), query),
  }),
  POST: serve({
    right: 'errors:write',
    summary: 'Classifies the kept errors of a signature or a project again, in the background',
    body: reclassifyScope,
    answer: reclassification,
    status: 201,
    async handle({ body, person }) {
      const { id } = await startReclassification(body, person)
      return getReclassification(reachOf(person), id)
    },
  }),
})
