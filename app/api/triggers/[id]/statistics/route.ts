import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { oneTrigger, statistics, statisticsQuery } from '#app/api/_shapes/triggers.ts'
import { reachOf } from '#lib/access/reach.ts'
import { getTrigger } from '#lib/streams/triggers/data.ts'
import { statisticsOf } from '#lib/streams/triggers/statistics/data.ts'

const HOUR_MS = 3_600_000

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: 'streams:read',
    summary: 'What a trigger did, and why events did not fit',
    params: oneTrigger,
    query: statisticsQuery,
    answer: statistics,
    async handle({ params, query, person }) {
      const { id } = await getTrigger(reachOf(person), params.id)
      const to = query.to ? new Date(query.to) : new Date()
      const from = query.from ? new Date(query.from) : new Date(to.getTime() - HOUR_MS)
      return statisticsOf(id, { from, to })
    },
  }),
})
