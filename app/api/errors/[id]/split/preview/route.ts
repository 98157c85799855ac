import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { oneSignature, splitPlan } from '#app/api/_shapes/errors.ts'
import { reachOf } from '#lib/access/reach.ts'
import { previewSplit } from '#lib/errors/mutations.ts'
import { splitChoice } from '#lib/errors/operations/schema.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  POST: serve({
    right: 'errors:write',
    summary: 'Says by which rule a signature would be split, and which kept errors that takes',
    params: oneSignature,
    body: splitChoice,
    answer: splitPlan,
    handle: ({ params, body, person }) => previewSplit(reachOf(person), params.id, body),
  }),
})
