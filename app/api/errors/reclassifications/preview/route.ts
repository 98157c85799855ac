import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { reclassifyPreview } from '#app/api/_shapes/errors.ts'
import { reachOf } from '#lib/access/reach.ts'
import { reclassifyScopeOf } from '#lib/errors/mutations.ts'
import { reclassifyScope } from '#lib/errors/operations/schema.ts'
import { previewReclassification } from '#lib/errors/reclassify/data.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  POST: serve({
    right: 'errors:write',
    summary: 'Says how many kept errors would go where',
    body: reclassifyScope,
    answer: reclassifyPreview,
    handle: async ({ body, person }) =>
      previewReclassification(await reclassifyScopeOf(reachOf(person), body)),
  }),
})
