import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { completions, completionsQuery } from '#app/api/_shapes/event-search.ts'
import { reachOf } from '#lib/access/reach.ts'
import { keyCompletions, valueCompletions } from '#lib/events/completions/data.ts'
import { questionOf } from '#lib/events/data.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: 'events:read',
    summary: 'What a query of events may go on with: keys, or values of one',
    query: completionsQuery,
    answer: completions,
    async handle({ query, person }) {
      const { key, letters, ...asked } = query
      const where = await questionOf(reachOf(person), asked)
      return {
        items: await (key === undefined
          ? keyCompletions(where, letters)
          : valueCompletions(where, key, letters)),
      }
    },
  }),
})
