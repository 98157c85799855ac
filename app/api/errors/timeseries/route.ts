import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { timeseriesQuery } from '#app/api/_shapes/error-queries.ts'
import { timeseries } from '#app/api/_shapes/errors.ts'
import { reachOf } from '#lib/access/reach.ts'
import { timeseriesOf } from '#lib/errors/timeseries/data.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: 'errors:read',
    summary: 'Counts over time of the most frequent signatures and of all, zeros included',
    query: timeseriesQuery,
    answer: timeseries,
    async handle({ query, person }) {
      const { lines, range, ...rest } = await timeseriesOf({
        ...query,
        reach: reachOf(person),
      })
      return { ...rest, start: range.from, end: range.to, items: lines }
    },
  }),
})
