import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { changedSignature, oneSignature } from '#app/api/_shapes/errors.ts'
import { reachOf } from '#lib/access/reach.ts'
import { getSignature } from '#lib/errors/detail/data.ts'
import { splitSignature } from '#lib/errors/mutations.ts'
import { splitInput } from '#lib/errors/operations/schema.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  POST: serve({
    right: 'errors:write',
    summary: 'Founds a signature with a rule of its own out of a part of this one',
    params: oneSignature,
    body: splitInput,
    answer: changedSignature,
    status: 201,
    async handle({ params, body, person }) {
      const { id, entry } = await splitSignature(params.id, body, person)
      return { ...(await getSignature(reachOf(person), id)), changes: [entry] }
    },
  }),
})
