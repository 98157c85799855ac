import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { getRetention } from '#lib/errors/retention/data.ts'
import { setRetention } from '#lib/errors/retention/mutations.ts'
import { retention, retentionPatch } from '#lib/errors/retention/schema.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: 'settings:read',
    summary: 'Reads for how long errors are counted',
    answer: retention,
    handle: () => getRetention(),
  }),
  PATCH: serve({
    right: 'settings:write',
    summary: 'Changes for how long errors are counted',
    body: retentionPatch,
    answer: retention,
    async handle({ body, person }) {
      await setRetention(body, person)
      return getRetention()
    },
  }),
})
