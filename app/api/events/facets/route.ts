import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { facets, facetsQuery } from '#app/api/_shapes/event-search.ts'
import { reachOf } from '#lib/access/reach.ts'
import { questionOf } from '#lib/events/data.ts'
import { facetsOf } from '#lib/events/facets/data.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: 'events:read',
    summary: 'How often which values come in events',
    query: facetsQuery,
    answer: facets,
    async handle({ query, person }) {
      const { q, keys, most, ...asked } = query
      const question = await questionOf(reachOf(person), { ...asked, query: q })
      return facetsOf(question, { keys, most })
    },
  }),
})
