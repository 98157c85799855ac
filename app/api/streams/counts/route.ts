import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { streamCounts } from '#app/api/_shapes/streams.ts'
import { reachOf } from '#lib/access/reach.ts'
import { countStreams } from '#lib/streams/data.ts'
import { askedStreams, filterOf } from '#lib/streams/reading/asked.ts'
import { totalOf } from '#lib/streams/states.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: 'streams:read',
    summary: 'How many streams there are in each state',
    query: askedStreams,
    answer: streamCounts,
    async handle({ query, person }) {
      const reach = reachOf(person)
      const states = await countStreams(reach, await filterOf(reach, query))
      return { total: totalOf(states), states }
    },
  }),
})
