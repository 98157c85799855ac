import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { rangeQuery } from '#app/api/_shapes/error-queries.ts'
import { changedSignature, oneSignature, signatureDetail } from '#app/api/_shapes/errors.ts'
import { reachOf } from '#lib/access/reach.ts'
import { getSignature } from '#lib/errors/detail/data.ts'
import { changeSignature, operateOn } from '#lib/errors/mutations.ts'
import { signaturePatch } from '#lib/errors/operations/schema.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: 'errors:read',
    summary: 'Reads a signature; the number of a merged one gives what it was merged into',
    params: oneSignature,
    query: rangeQuery,
    answer: signatureDetail,
    handle: ({ params, query, person }) => getSignature(reachOf(person), params.id, query.range),
  }),
  PATCH: serve({
    right: 'errors:write',
    summary: 'Renames a signature, sets its threshold, rule or state',
    params: oneSignature,
    body: signaturePatch,
    answer: changedSignature,
    async handle({ params, body, person }) {
      const changes = await changeSignature(params.id, body, person)
      return { ...(await getSignature(reachOf(person), params.id)), changes }
    },
  }),
  DELETE: serve({
    right: 'errors:write',
    summary: 'Deletes a signature; what comes later founds a new one',
    params: oneSignature,
    answer: null,
    handle: ({ params, person }) => operateOn({ action: 'delete', ids: [params.id] }, person),
  }),
})
