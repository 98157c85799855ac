import { z } from 'zod'
import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { changedSignature, oneSignature } from '#app/api/_shapes/errors.ts'
import { reachOf } from '#lib/access/reach.ts'
import { getSignature } from '#lib/errors/detail/data.ts'
import { operateOn } from '#lib/errors/mutations.ts'
import { ids } from '#lib/errors/operations/schema.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  POST: serve({
    right: 'errors:write',
    summary: 'Merges other signatures into this one; later errors follow',
    params: oneSignature,
    body: z.strictObject({ ids }),
    answer: changedSignature,
    async handle({ params, body, person }) {
      const merge = { action: 'merge', into: params.id, ids: body.ids } as const
      const changes = await operateOn(merge, person)
      return { ...(await getSignature(reachOf(person), params.id)), changes }
    },
  }),
})
