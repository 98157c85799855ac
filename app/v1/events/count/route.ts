import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { anything } from '#app/v1/_answer.ts'
import { reachOf } from '#lib/access/reach.ts'
import { oldEvents } from '#lib/streams/quincy/asked.ts'
import { countOldEvents } from '#lib/streams/quincy/events/data.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: 'events:read',
    summary: 'How many events fit, as Quincy answered it',
    query: oldEvents,
    answer: anything,
    async handle({ query, person }) {
      return [{ count: await countOldEvents(reachOf(person), query) }]
    },
  }),
})
