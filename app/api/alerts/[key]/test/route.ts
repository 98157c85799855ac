import { z } from 'zod'
import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { oneKey } from '#app/api/_shapes/lists.ts'
import { trial } from '#app/api/_shapes/plugins.ts'
import { testAlert } from '#lib/inquiries/plugins.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  POST: serve({
    right: 'alerts:write',
    summary: 'Sends a test message with the settings of an alert, saved or not',
    params: oneKey,
    body: trial,
    answer: z.strictObject({
      status: z.string().describe('What the other side answered.'),
      durationMs: z.number(),
    }),
    handle: ({ params, body, person, request }) =>
      testAlert({ ...body, key: params.key }, person, request.signal),
  }),
})
