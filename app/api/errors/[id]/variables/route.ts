import { z } from 'zod'
import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { oneSignature, variable } from '#app/api/_shapes/errors.ts'
import { reachOf } from '#lib/access/reach.ts'
import { templateVariables } from '#lib/errors/examples/data.ts'
import { knownRoot } from '#lib/errors/source/data.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: 'errors:read',
    summary: "What stood in the variables of a signature's template, in its kept errors",
    params: oneSignature,
    answer: z.strictObject({ items: z.array(variable) }),
    handle: async ({ params, person }) => ({
      items: await templateVariables(await knownRoot(reachOf(person), params.id)),
    }),
  }),
})
