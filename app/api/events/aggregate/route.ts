import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { aggregate, aggregateQuery } from '#app/api/_shapes/event-search.ts'
import { reachOf } from '#lib/access/reach.ts'
import { readColumns } from '#lib/events/aggregate/columns.ts'
import { aggregateOf } from '#lib/events/aggregate/data.ts'
import { questionOf } from '#lib/events/data.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: 'events:read',
    summary: 'Numbers of events together, by the values of a trait and over time',
    query: aggregateQuery,
    answer: aggregate,
    async handle({ query, person }) {
      const { q, measures, slice, by, most, ...asked } = query
      const columns = readColumns(measures)
      const question = await questionOf(reachOf(person), { ...asked, query: q })
      const found = await aggregateOf(question, { columns, by, sliceSeconds: slice, most })
      return { columns: columns.map(({ name }) => name), ...found }
    },
  }),
})
