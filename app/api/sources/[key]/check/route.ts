import { z } from 'zod'
import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { oneKey } from '#app/api/_shapes/lists.ts'
import { trial } from '#app/api/_shapes/plugins.ts'
import { checkSource } from '#lib/inquiries/plugins.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  POST: serve({
    right: 'sources:write',
    summary:
      'Tries the settings of a source, saved or not; the answer is an error when they do not work',
    params: oneKey,
    body: trial,
    answer: z.strictObject({
      durationMs: z.number(),
      warning: z
        .string()
        .nullable()
        .describe('What should be changed though it works: a role that may write.'),
    }),
    handle: ({ params, body, person, request }) =>
      checkSource({ ...body, key: params.key }, person, request.signal),
  }),
})
