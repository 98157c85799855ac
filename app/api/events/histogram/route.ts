import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { histogram, histogramQuery } from '#app/api/_shapes/event-search.ts'
import { reachOf } from '#lib/access/reach.ts'
import { questionOf } from '#lib/events/data.ts'
import { histogramOf } from '#lib/events/histogram/data.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: 'events:read',
    summary: 'How many events ended when',
    query: histogramQuery,
    answer: histogram,
    async handle({ query, person }) {
      const { q, slice, by, most, ...asked } = query
      const question = await questionOf(reachOf(person), { ...asked, query: q })
      return histogramOf(question, { sliceSeconds: slice, by, most })
    },
  }),
})
