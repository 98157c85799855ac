import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { getEventRetention } from '#lib/events/retention/data.ts'
import { setEventRetention } from '#lib/events/retention/mutations.ts'
import { eventRetention, eventRetentionPatch } from '#lib/events/retention/setting.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: 'settings:read',
    summary: 'Reads for how long events are kept',
    answer: eventRetention,
    handle: () => getEventRetention(),
  }),
  PATCH: serve({
    right: 'settings:write',
    summary: 'Changes for how long events are kept',
    body: eventRetentionPatch,
    answer: eventRetention,
    async handle({ body, person }) {
      await setEventRetention(body, person)
      return getEventRetention()
    },
  }),
})
