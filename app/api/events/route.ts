import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { event, eventQuery } from '#app/api/_shapes/events.ts'
import { page } from '#app/api/_shapes/lists.ts'
import { reachOf } from '#lib/access/reach.ts'
import { questionOf } from '#lib/events/data.ts'
import { searchEvents } from '#lib/events/search/data.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: 'events:read',
    summary: 'Searches events, those that ended last first',
    query: eventQuery,
    answer: page(event),
    async handle({ query, person }) {
      const { q, limit, cursor, ...asked } = query
      const question = await questionOf(reachOf(person), { ...asked, query: q })
      return searchEvents(question, { limit, cursor })
    },
  }),
})
