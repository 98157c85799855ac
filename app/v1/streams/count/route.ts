import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { anything } from '#app/v1/_answer.ts'
import { reachOf } from '#lib/access/reach.ts'
import { countStreams } from '#lib/streams/data.ts'
import { oldFilter, oldStreams } from '#lib/streams/quincy/asked.ts'
import { totalOf } from '#lib/streams/states.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: 'streams:read',
    summary: 'How many streams fit, as Quincy answered it',
    query: oldStreams,
    answer: anything,
    async handle({ query, person }) {
      const filter = oldFilter(query)
      return [{ count: totalOf(await countStreams(reachOf(person), filter), filter.states) }]
    },
  }),
})
