import { z } from 'zod'
import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { oneKey } from '#app/api/_shapes/lists.ts'
import { querySource } from '#lib/inquiries/plugins.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  POST: serve({
    right: 'sources:query',
    summary: 'Calls a method of a source, as a script would',
    params: oneKey,
    body: z.strictObject({ method: z.string(), args: z.array(z.json()).max(20).default([]) }),
    answer: z.strictObject({ result: z.json(), durationMs: z.number() }),
    handle: ({ params, body, person, request }) =>
      querySource({ source: params.key, ...body }, person, request.signal),
  }),
})
