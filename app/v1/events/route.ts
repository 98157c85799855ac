import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { anything } from '#app/v1/_answer.ts'
import { reachOf } from '#lib/access/reach.ts'
import { oldEvents } from '#lib/streams/quincy/asked.ts'
import { findOldEvents } from '#lib/streams/quincy/events/data.ts'
import { eventMark } from '#lib/streams/quincy/events/mark.ts'
import { eventJson } from '#lib/streams/quincy/json.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: 'events:read',
    summary: 'Events, as Quincy answered them',
    query: oldEvents,
    answer: anything,
    async handle({ query, person }) {
      const isUpwards = query.mark?.startsWith('+') ?? false
      const events = await findOldEvents(reachOf(person), query)
      return events.map(event => ({ ...eventJson(event), _mark: eventMark(event, isUpwards) }))
    },
  }),
})
